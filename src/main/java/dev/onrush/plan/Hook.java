package dev.onrush.plan;

import dev.onrush.units.Given;
import io.gatling.javaapi.core.ChainBuilder;
import java.util.function.Function;

/**
 * What a plan does once, before its load or after it. Immutable.
 *
 * @since 0.1.0
 */
public sealed interface Hook {

  /**
   * Code of a hook.
   *
   * @since 0.1.0
   */
  @FunctionalInterface
  interface HookFunction {

    /**
     * Called once, on a thread of its own.
     *
     * @throws Exception if it failed
     */
    void run() throws Exception;
  }

  /** The answer for its own case. */
  <T> T match(Function<ChainBuilder, T> chain, Function<HookFunction, T> code);

  /** For people: {@code a chain}, {@code a function}. */
  default String text() {
    return match(chain -> "a chain", code -> "a function");
  }

  /**
   * A chain that one user does, with the plan's protocols.
   *
   * @param chain of Gatling's
   */
  record Chain(ChainBuilder chain) implements Hook {

    /**
     * A hook of a chain.
     *
     * @throws IllegalArgumentException if it is null
     */
    public Chain {
      Given.value(chain, "chain of a hook");
    }

    @Override
    public <T> T match(Function<ChainBuilder, T> ofChain, Function<HookFunction, T> ofCode) {
      return ofChain.apply(chain);
    }
  }

  /**
   * A function.
   *
   * @param function that is called
   */
  record Code(HookFunction function) implements Hook {

    /**
     * A hook of a function.
     *
     * @throws IllegalArgumentException if it is null
     */
    public Code {
      Given.value(function, "function of a hook");
    }

    @Override
    public <T> T match(Function<ChainBuilder, T> ofChain, Function<HookFunction, T> ofCode) {
      return ofCode.apply(function);
    }
  }
}
