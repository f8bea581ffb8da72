package dev.onrush.internal.gatling.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;

/**
 * Tells when what is written to a connection next has been given to the system, so far as there is
 * room for it: right when its flush returns, before the event loop does anything else. Once.
 */
final class NextFlush extends ChannelOutboundHandlerAdapter {

  private final Runnable flushed;

  private NextFlush(Runnable flushed) {
    this.flushed = flushed;
  }

  /** Of what the last handler of a connection writes, as Gatling's does with a request. */
  static void tell(Channel of, Runnable flushed) {
    of.pipeline().addBefore(of.pipeline().lastContext().name(), null, new NextFlush(flushed));
  }

  @Override
  public void flush(ChannelHandlerContext ctx) {
    ctx.flush();
    ctx.pipeline().remove(this);
    flushed.run();
  }
}
