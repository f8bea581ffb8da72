package dev.onrush.internal.launch.role;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CoordinatorRoleTest {

  @Test
  void an_injector_gets_options_but_for_those_that_are_of_one_jvm() {
    assertThat(
            List.of(
                "-Xmx512m",
                "-Dpace=10",
                "-XX:SharedArchiveFile=/tmp/classes.jsa",
                "-XX:AOTCache=/tmp/classes.aot",
                "-XX:AOTMode=on",
                "-Xlog:gc*",
                "-Xlog:gc*::uptime",
                "-Xlog:cds=off:stdout",
                "-Xlog:gc:stderr:uptime",
                "-Xlog:gc:file=/tmp/gc-%p.log",
                "-XX:StartFlightRecording=duration=60s",
                "-XX:StartFlightRecording=filename=/tmp/run-%p.jfr"))
        .allMatch(CoordinatorRole::isForInjectors);
    assertThat(
            List.of(
                "-agentlib:jdwp=transport=dt_socket,server=y,address=5005",
                "-Dcom.sun.management.jmxremote.port=9010",
                "-Dinjectors=3",
                "-XX:DumpLoadedClassList=/tmp/classes.lst",
                "-XX:ArchiveClassesAtExit=/tmp/classes.jsa",
                "-XX:AOTCacheOutput=/tmp/classes.aot",
                "-XX:AOTMode=record",
                "-XX:AOTConfiguration=/tmp/classes.conf",
                "-Xlog:gc*:file=/tmp/gc.log",
                "-Xlog:gc,safepoint=debug:/tmp/gc.log:uptime,tags",
                "-Xloggc:/tmp/gc.log",
                "-XX:StartFlightRecording=filename=/tmp/run.jfr,settings=profile",
                "-XX:StartFlightRecording:filename=/tmp/run.jfr"))
        .noneMatch(CoordinatorRole::isForInjectors);
  }
}
