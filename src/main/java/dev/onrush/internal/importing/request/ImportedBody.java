package dev.onrush.internal.importing.request;

import java.util.List;
import java.util.function.Function;

/** What is sent with a request. */
public sealed interface ImportedBody {

  /** The answer for its own case. */
  <T> T match(Cases<T> cases);

  /**
   * An answer for each case.
   *
   * @param none for no body
   * @param unknown for a body that is not known
   * @param text for a known one
   * @param form for the fields of a form
   */
  record Cases<T>(
      Function<None, T> none,
      Function<Unknown, T> unknown,
      Function<Text, T> text,
      Function<Form, T> form) {}

  /** No body, where nothing is known of a request with this method; else an unknown one. */
  static ImportedBody of(String method) {
    return method.equals("POST") || method.equals("PUT") || method.equals("PATCH")
        ? new Unknown("")
        : new None();
  }

  /** No body. */
  record None() implements ImportedBody {
    @Override
    public <T> T match(Cases<T> cases) {
      return cases.none().apply(this);
    }
  }

  /**
   * One that is not known.
   *
   * @param why in a few words; may be empty
   */
  record Unknown(String why) implements ImportedBody {
    @Override
    public <T> T match(Cases<T> cases) {
      return cases.unknown().apply(this);
    }
  }

  /**
   * A text, in which {@code #{…}} is an expression.
   *
   * @param text as it is sent
   * @param missing what was taken out of it, or is only an example; may be empty
   */
  record Text(String text, String missing) implements ImportedBody {
    @Override
    public <T> T match(Cases<T> cases) {
      return cases.text().apply(this);
    }
  }

  /**
   * The fields of a form.
   *
   * @param fields name and value of each
   * @param missing what was taken out of it; may be empty
   */
  record Form(List<List<String>> fields, String missing) implements ImportedBody {

    /** Copies. */
    public Form {
      fields = fields.stream().map(List::copyOf).toList();
    }

    @Override
    public <T> T match(Cases<T> cases) {
      return cases.form().apply(this);
    }
  }
}
