package dev.onrush.internal.service;

/** What a series of a service means, whatever its library calls it. */
public enum Meaning {
  /** Connections of a pool that are in use. */
  POOL_USED,
  /** Connections that a pool may have. */
  POOL_LIMIT,
  /** Callers that wait for a connection of a pool. */
  POOL_WAITING,
  /** Connections that the database has. */
  DATABASE_CONNECTIONS,
  /** Connections that the database allows. */
  DATABASE_CONNECTIONS_LIMIT,
  /** Sessions of the database that wait for a lock. */
  LOCK_WAITERS,
  /** Rows that are read by scanning a table from its begin to its end, per second. */
  SEQUENTIAL_ROWS,
  /** Seconds per second that the database spends on a statement. */
  STATEMENT_TIME,
  /** Processors that the process of the service keeps busy, as a share, 0 to 1, of all it has. */
  PROCESS_CPU,
  /** The same in processors: 1.5 is one and a half. */
  PROCESS_PROCESSORS,
  /** How many processors the process may use. */
  PROCESSOR_COUNT,
  /** Busy processors of the machine of the service, as a share, 0 to 1. */
  SYSTEM_CPU,
  /** Periods of the quota of processors, per second. */
  QUOTA_PERIODS,
  /** Of these, the ones in which it was used up. */
  THROTTLED_PERIODS,
  /** Seconds per second for which threads of the process were ready and had no processor. */
  CPU_WAIT,
  /** Bytes of memory in use: of the service, or of its machine. */
  MEMORY_USED,
  /** Bytes of memory at most. */
  MEMORY_LIMIT,
  /** Seconds per second for which something on the machine waited for memory. */
  MEMORY_WAIT,
  /** Seconds per second for which something on the machine waited for a disk. */
  DISK_WAIT,
  /** Bytes of heap in use. */
  HEAP_USED,
  /** Bytes of heap at most. */
  HEAP_LIMIT,
  /** The share of old objects' heap, 0 to 1, that is in use after a collection. */
  HEAP_KEPT,
  /** Seconds per second in pauses of garbage collection. */
  GC_TIME,
  /** Threads that work on requests. */
  SERVER_THREADS_BUSY,
  /** Threads that may work on requests. */
  SERVER_THREADS_LIMIT,
  /** Threads of an executor that are at work. */
  EXECUTOR_ACTIVE,
  /** Threads that an executor may have. */
  EXECUTOR_LIMIT,
  /** Tasks that wait for a thread of an executor. */
  EXECUTOR_WAITING,
  /** Threads that wait for a monitor. */
  THREADS_BLOCKED,
  /** Threads of the process. */
  THREADS,
  /** Threads that are at work in a method, or wait there. */
  THREADS_AT,
  /** Lines that are written to the log, per second. */
  LOG_LINES,
  /** Of these, the ones of level debug or trace. */
  DEBUG_LINES,
  /** Open file descriptors of the process. */
  FILES_OPEN,
  /** File descriptors that the process may have. */
  FILES_LIMIT,
  /** Requests that the service had at work at once, on average: seconds per second in them. */
  SERVER_CALLS,
  /** Requests that the service answered, as it counted itself, per second. */
  SERVER_REQUESTS,
  /** Calls of other services that were at work at once, on average: seconds per second in them. */
  CLIENT_CALLS
}
