package dev.onrush.plan;

import dev.onrush.units.Given;
import io.gatling.javaapi.core.ChainBuilder;
import java.util.function.Function;

/**
 * An action that a plan performs once, before or after its load. Immutable.
 *
 * @since 0.1.0
 */
public sealed interface Hook {

  /**
   * The code of a hook.
   *
   * @since 0.1.0
   */
  @FunctionalInterface
  interface HookFunction {

    /**
     * Runs the code. It is called once, on a thread of its own.
     *
     * @throws Exception if the code fails
     */
    void run() throws Exception;
  }

  /** Applies the function for this kind of hook and returns its result. */
  <T> T match(Function<ChainBuilder, T> chain, Function<HookFunction, T> code);

  /** The kind of hook as text for people: {@code a chain}, {@code a function}. */
  default String text() {
    return match(chain -> "a chain", code -> "a function");
  }

  /**
   * A hook that executes a chain as one user, with the plan's protocols.
   *
   * @param chain the Gatling chain
   */
  record Chain(ChainBuilder chain) implements Hook {

    /**
     * Creates a hook that executes a chain.
     *
     * @throws IllegalArgumentException if {@code chain} is null
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
   * A hook that calls a function.
   *
   * @param function the function
   */
  record Code(HookFunction function) implements Hook {

    /**
     * Creates a hook that calls a function.
     *
     * @throws IllegalArgumentException if {@code function} is null
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
