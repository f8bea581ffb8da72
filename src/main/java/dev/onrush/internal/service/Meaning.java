package dev.onrush.internal.service;

import java.util.EnumSet;
import java.util.Set;

/** The meaning of a series of a service, whatever name its library uses. */
public enum Meaning {
  /** Connections of a pool that are in use. */
  POOL_USED,
  /** The most connections that a pool may have. */
  POOL_LIMIT,
  /** Callers that wait for a connection of a pool. */
  POOL_WAITING,
  /** Connections that are open to the database. */
  DATABASE_CONNECTIONS,
  /** The most connections that the database allows. */
  DATABASE_CONNECTIONS_LIMIT,
  /** Sessions of the database that wait for a lock. */
  LOCK_WAITERS,
  /** Rows that are read by scanning a table from beginning to end, per second. */
  SEQUENTIAL_ROWS,
  /** Seconds per second that the database spends on a statement. */
  STATEMENT_TIME,
  /**
   * Processors that the service's process keeps busy, as a share, 0 to 1, of the processors that it
   * may use.
   */
  PROCESS_CPU,
  /** Processors that the service's process keeps busy, as a number such as 1.5. */
  PROCESS_PROCESSORS,
  /** How many processors the process may use. */
  PROCESSOR_COUNT,
  /** Busy processors of the service's machine, as a share, 0 to 1. */
  SYSTEM_CPU,
  /** Periods of the processor quota, per second. */
  QUOTA_PERIODS,
  /** Periods in which the processor quota was used up, per second. */
  THROTTLED_PERIODS,
  /** Seconds per second for which threads of the process were ready to run but had no processor. */
  CPU_WAIT,
  /** Bytes of memory in use, by the service or on its machine. */
  MEMORY_USED,
  /** Bytes of memory that may be used, by the service or on its machine. */
  MEMORY_LIMIT,
  /** Seconds per second for which something on the machine waited for memory. */
  MEMORY_WAIT,
  /** Seconds per second for which something on the machine waited for a disk. */
  DISK_WAIT,
  /** Bytes of heap in use. */
  HEAP_USED,
  /** The limit of the heap in bytes. */
  HEAP_LIMIT,
  /** The share, 0 to 1, of the heap for old objects that is in use after a garbage collection. */
  HEAP_KEPT,
  /** Seconds per second in pauses of garbage collection. */
  GC_TIME,
  /** Threads that are processing requests. */
  SERVER_THREADS_BUSY,
  /** The most threads that may process requests. */
  SERVER_THREADS_LIMIT,
  /** Threads of an executor that are running tasks. */
  EXECUTOR_ACTIVE,
  /** The most threads that an executor may have. */
  EXECUTOR_LIMIT,
  /** Tasks that wait for a thread of an executor. */
  EXECUTOR_WAITING,
  /** Threads that wait for a monitor. */
  THREADS_BLOCKED,
  /** Threads of the process. */
  THREADS,
  /** Threads that are running in a method, or waiting in it. */
  THREADS_AT,
  /** Lines that are written to the log, per second. */
  LOG_LINES,
  /** Lines of level debug or trace that are written to the log, per second. */
  DEBUG_LINES,
  /** Open file descriptors of the process. */
  FILES_OPEN,
  /** The most file descriptors that the process may have open. */
  FILES_LIMIT,
  /**
   * The average number of requests in progress in the service: seconds spent in requests, per
   * second.
   */
  SERVER_CALLS,
  /** Requests that the service answered, by its own count, per second. */
  SERVER_REQUESTS,
  /**
   * The average number of calls to other services in progress: seconds spent in calls, per second.
   */
  CLIENT_CALLS;

  /** What remains in use while nothing is done, and what limits it. */
  private static final Set<Meaning> HELD =
      EnumSet.of(
          POOL_LIMIT,
          DATABASE_CONNECTIONS,
          DATABASE_CONNECTIONS_LIMIT,
          PROCESSOR_COUNT,
          MEMORY_USED,
          MEMORY_LIMIT,
          HEAP_USED,
          HEAP_LIMIT,
          HEAP_KEPT,
          SERVER_THREADS_LIMIT,
          EXECUTOR_LIMIT,
          THREADS,
          FILES_OPEN,
          FILES_LIMIT);

  /**
   * Whether the figure is work, or the wait for it. It falls if less is asked for or if requests
   * fail early, so its fall is an effect; the fall of memory or of a limit may tell of a restart.
   */
  public boolean isWork() {
    return !HELD.contains(this);
  }
}
