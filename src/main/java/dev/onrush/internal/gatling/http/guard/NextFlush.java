package dev.onrush.internal.gatling.http.guard;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;

/**
 * Calls back when the next data that is written to a connection has been handed to the operating
 * system, as far as there is room for it. The call comes right when the flush returns, before the
 * event loop does anything else. It comes once.
 */
public final class NextFlush extends ChannelOutboundHandlerAdapter {

  private final Runnable flushed;

  private NextFlush(Runnable flushed) {
    this.flushed = flushed;
  }

  /**
   * Calls {@code flushed} after the next flush by the last handler of a connection, with which
   * Gatling sends a request.
   */
  public static void tell(Channel of, Runnable flushed) {
    of.pipeline().addBefore(of.pipeline().lastContext().name(), null, new NextFlush(flushed));
  }

  @Override
  public void flush(ChannelHandlerContext ctx) {
    ctx.flush();
    ctx.pipeline().remove(this);
    flushed.run();
  }
}
