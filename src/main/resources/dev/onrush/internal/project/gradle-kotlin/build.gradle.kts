plugins {
    ${languagePlugin}
}

repositories {
    mavenLocal() // contains Onrush until it is published
    mavenCentral()
}

dependencies {
    testImplementation("dev.onrush:onrush:${onrushVersion}")
}

// There is no JUnit test yet, which fails the task from Gradle 9 on; earlier versions do not have this property.
tasks.named("test") {
    if (hasProperty("failOnNoDiscoveredTests")) {
        setProperty("failOnNoDiscoveredTests", false)
    }
}

// gradle loadTest -Dsimulation=${className}Test "-Dtarget=${target}" -Dusers=50
tasks.register<JavaExec>("loadTest") {
    group = "verification"
    description = "Runs a load test; fails unless its verdict is PASS."
    dependsOn("testClasses")
    classpath = sourceSets["test"].runtimeClasspath
    mainClass.set("io.gatling.app.Gatling")
    args = listOf("-s", providers.systemProperty("simulation").getOrElse("${className}Test"), "-rf", "reports")
    jvmArgs = listOf(
        "-XX:MaxInlineLevel=20",
        "-XX:MaxTrivialSize=12",
        "@jvm.options",
        "--add-opens=java.base/java.lang=ALL-UNNAMED",
        "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
        "-Djava.util.prefs.PreferencesFactory=dev.onrush.NoVersionCheck",
    )
    if (JavaVersion.current().majorVersion.toInt() >= 24) {
        jvmArgs("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow")
    }
    // Settings: the properties that gradle gets with -D.
    systemProperties(gradle.startParameter.systemPropertiesArgs)
}

// gradle -q onrush --args="compare reports/FOLDER reports/FOLDER"
tasks.register<JavaExec>("onrush") {
    group = "help"
    description = "Runs a command of Onrush; --args=--help lists them."
    dependsOn("testClasses")
    classpath = sourceSets["test"].runtimeClasspath
    mainClass.set("dev.onrush.Onrush")
    systemProperties(gradle.startParameter.systemPropertiesArgs)
}
