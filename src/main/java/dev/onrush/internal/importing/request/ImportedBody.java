package dev.onrush.internal.importing.request;

import java.util.List;
import java.util.function.Function;

/** The body of an imported request. */
public sealed interface ImportedBody {

  /** Applies the function for the type of this body. */
  <T> T match(Cases<T> cases);

  /**
   * A function for each type of body.
   *
   * @param none the function for no body
   * @param unknown the function for a body that is not known
   * @param text the function for a text
   * @param form the function for the fields of a form
   */
  record Cases<T>(
      Function<None, T> none,
      Function<Unknown, T> unknown,
      Function<Text, T> text,
      Function<Form, T> form) {}

  /**
   * Returns the body of a request of which only the method is known: an unknown body for POST, PUT
   * and PATCH, otherwise no body.
   */
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
   * A body that is not known.
   *
   * @param why the reason in a few words; may be empty
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
   * @param text the text as it is sent
   * @param todo the text of a TODO comment: the parts that were removed, or that are only an
   *     example; may be empty
   */
  record Text(String text, String todo) implements ImportedBody {
    @Override
    public <T> T match(Cases<T> cases) {
      return cases.text().apply(this);
    }
  }

  /**
   * The fields of a form.
   *
   * @param fields the name and the value of each field
   * @param todo the text of a TODO comment: the parts that were removed; may be empty
   */
  record Form(List<List<String>> fields, String todo) implements ImportedBody {

    /** Copies the fields. */
    public Form {
      fields = fields.stream().map(List::copyOf).toList();
    }

    @Override
    public <T> T match(Cases<T> cases) {
      return cases.form().apply(this);
    }
  }
}
