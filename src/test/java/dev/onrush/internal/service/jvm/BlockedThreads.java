package dev.onrush.internal.service.jvm;

/** A JVM in which one thread holds a monitor and three wait for it, until its stdin ends. */
final class BlockedThreads {

  private BlockedThreads() {}

  public static void main(String[] args) throws Exception {
    Object monitor = new Object();
    synchronized (monitor) {
      for (int i = 0; i < 3; i++) {
        Thread thread = new Thread(() -> enter(monitor));
        thread.setDaemon(true);
        thread.start();
        while (thread.getState() != Thread.State.BLOCKED) {
          Thread.onSpinWait();
        }
      }
      System.out.println("READY");
      System.in.read();
    }
  }

  private static void enter(Object monitor) {
    synchronized (monitor) {
      System.out.println("never");
    }
  }
}
