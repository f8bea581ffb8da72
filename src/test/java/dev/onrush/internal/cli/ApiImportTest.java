package dev.onrush.internal.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.onrush.Golden;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiImportTest extends ImportFixture {

  @ParameterizedTest
  @CsvSource({"books.yaml,", "swagger.json,--writes"})
  void a_document_is_as_it_was_looked_at_and_compiles(String name, String option)
      throws IOException {
    String file = INPUTS.resolve(name).toString();
    int exit =
        option == null
            ? imported(file, "--name", "shop")
            : imported(file, "--name", "shop", option);

    assertThat(complained()).isEmpty();
    assertThat(exit).isZero();
    Golden.matches("/dev/onrush/internal/importing/" + name + ".golden", all("ShopTest.java"));
    compiles("ShopTest.java");
  }

  @Test
  void operations_that_change_data_are_sent_only_if_that_is_asked_for() throws IOException {
    Path document =
        file(
            "api.json",
            "{\"openapi\": \"3.1.0\", \"paths\": {\"/a\": {\"post\": {}, \"delete\": {}}}}");

    refused(
        document.toString(),
        "FOLDER/api.json has no operation that only reads (GET or HEAD); --writes sends the 2 operations that"
            + " change data");
    assertThat(imported(document.toString(), "--writes")).isZero();
    assertThat(Files.readString(folder.resolve("to/ImportedTest.java")))
        .contains(".task(\"POST /a\", postA())")
        .contains(".task(\"DELETE /a\", deleteA())");
    compiles("ImportedTest.java");
  }

  @Test
  void an_alias_that_multiplies_itself_and_schemas_that_have_each_other_end() throws IOException {
    StringBuilder yaml = new StringBuilder("openapi: 3.0.0\nx0: &x0 {a: 1}\n");
    for (int i = 1; i < 40; i++) {
      yaml.append("x%d: &x%d {l: *x%d, r: *x%d}\n".formatted(i, i, i - 1, i - 1));
    }
    yaml.append(
        """
        components:
          schemas:
            A: {properties: {a: {$ref: '#/components/schemas/A'}, b: {$ref: '#/components/schemas/A'}, c: {$ref: '#/components/schemas/A'}}}
            B: {$ref: '#/components/schemas/B'}
        paths:
          /a:
            get:
              requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}
            head:
              parameters: [{name: b, in: query, required: true, schema: {$ref: '#/components/schemas/B'}}]
        """);

    assertThat(imported(file("deep.yml", yaml.toString()).toString())).isZero();

    compiles("ImportedTest.java");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          post: {requestBody: {content: {application/json: {example: *x8}}}} | the body of POST /a
          post: {requestBody: {content: {application/x-www-form-urlencoded: {schema: {example: {f: *x8}}}}}} | the body of POST /a
          get: {parameters: [{name: q, in: query, example: {a: *x8}}]} | parameter q of GET /a
          get: {parameters: [{name: q, in: header, schema: {enum: [{a: *x8}]}, required: true}]} | parameter q of GET /a
          """)
  void an_example_that_aliases_make_huge_is_refused(String operation, String place)
      throws IOException {
    // 9^9 texts, that is 1.5 GB, in less than 1 KB
    StringBuilder yaml = new StringBuilder("openapi: 3.0.0\nx0: &x0 [x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 9; i++) {
      yaml.append("x%d: &x%d [%s]\n".formatted(i, i, ("*x" + (i - 1) + ", ").repeat(9)));
    }
    yaml.append("paths: {/a: {" + operation + "}}\n");

    refused(
        file("bomb.yaml", yaml.toString()).toString(),
        "FOLDER/bomb.yaml: the example for "
            + place
            + " has more than 1,000,000 characters when all aliases are written out; shorten it, or"
            + " leave it out",
        "--writes");
  }

  @Test
  void examples_that_are_huge_together_are_refused() throws IOException {
    // 60 operations, each with an example of 900,000 characters
    StringBuilder yaml =
        new StringBuilder("openapi: 3.0.0\nx0: &x0 {a: " + "x".repeat(90_000) + "}\nx1: &x1 [");
    yaml.append("*x0, ".repeat(9) + "*x0]\npaths:\n");
    for (int i = 0; i < 60; i++) {
      yaml.append(
          "  /a%d: {post: {requestBody: {content: {application/json: {example: *x1}}}}}\n"
              .formatted(i));
    }

    refused(
        file("many.yaml", yaml.toString()).toString(),
        // 55 examples of some 900,000 characters are 49.5 million, and another one does not fit
        "FOLDER/many.yaml: the examples up to the body of POST /a55 have more than 50,000,000"
            + " characters together when all aliases are written out; leave some of them out",
        "--writes");
  }

  @Test
  void each_value_of_each_parameter_occurs_in_the_combinations_that_are_kept() throws IOException {
    String parameter = "{name: %s, in: query, required: true, schema: {enum: [%s]}}";
    Path document =
        file(
            "api.yaml",
            "openapi: 3.0.0\npaths:\n  /prices:\n    get:\n      parameters:\n      - "
                + parameter.formatted("country", numbered("C", 249))
                + "\n      - "
                + parameter.formatted("currency", numbered("M", 170))
                + "\n");

    assertThat(imported(document.toString())).isZero();
    List<String> rows = rows("imported/getPrices.csv");
    assertThat(imported(document.toString(), "--force")).isZero();

    assertThat(rows.get(0)).isEqualTo("country,currency");
    List<String> combinations = rows.subList(1, rows.size());
    assertThat(combinations).hasSizeBetween(900, 1_000).doesNotHaveDuplicates();
    assertThat(combinations.stream().map(row -> row.split(",", -1)[0]).distinct()).hasSize(249);
    assertThat(combinations.stream().map(row -> row.split(",", -1)[1]).distinct()).hasSize(170);
    assertThat(rows("imported/getPrices.csv")).isEqualTo(rows);
    assertThat(told())
        .contains(
            "Left out: combinations of the values of parameters; each value occurs in the others:\n"
                + "  GET /prices: ")
        .contains(" combinations of country, currency\n");
  }

  @Test
  void all_values_of_a_single_parameter_are_kept() throws IOException {
    Path document =
        file(
            "api.yaml",
            "openapi: 3.0.0\npaths: {/a: {get: {parameters: [{name: id, in: query, required: true,"
                + " schema: {enum: ["
                + numbered("I", 1_500)
                + "]}}]}}}\n");

    assertThat(imported(document.toString())).isZero();

    assertThat(rows("imported/getA.csv")).hasSize(1 + 1_500);
    assertThat(told()).doesNotContain("Left out");
  }

  @Test
  void several_values_of_a_header_become_a_feeder() throws IOException {
    Path document =
        file(
            "api.yaml",
            "openapi: 3.0.0\npaths: {/a: {get: {parameters: [{name: X-Tier, in: header, required: true,"
                + " schema: {enum: [gold, 'a b']}}]}}}\n");

    assertThat(imported(document.toString())).isZero();

    assertThat(rows("imported/getA.csv")).containsExactly("xTier", "gold", "a b");
    assertThat(flat("ImportedTest.java")).contains(".header(\"X-Tier\", \"#{xTier}\")");
    compiles("ImportedTest.java");
  }

  private static String numbered(String prefix, int count) {
    return IntStream.range(0, count).mapToObj(i -> prefix + i).collect(Collectors.joining(", "));
  }

  private List<String> rows(String csv) throws IOException {
    try (Stream<Path> files = Files.walk(folder.resolve("to"))) {
      Path found = files.filter(path -> path.endsWith(csv)).findFirst().orElseThrow();
      return Files.readAllLines(found);
    }
  }

  @Test
  void names_and_values_of_a_document_are_no_code_and_no_expression() throws IOException {
    Path document =
        file(
            "api.yaml",
            """
            openapi: 3.0.0
            info: {title: "*/ } class X { \\u0022 #{x}"}
            paths:
              /a"b\\${c}/*/#{d}:
                get:
                  parameters:
                    - {name: "q\\"#{e}", in: query, required: true, example: "\\"); System.exit(1); #{f}"}
                    - {name: "X-\\"A", in: header, required: true, example: "#{g}\\n"}
                    - {name: 'X-\\u000a.x() \\\\u000a', in: header, required: true}
                    - {name: "X-\\n.y()", in: header, required: true}
            """);

    assertThat(imported(document.toString())).isZero();

    compiles("ImportedTest.java");
    assertThat(Files.readString(folder.resolve("to/ImportedTest.java")))
        .contains("http(\"GET /a%22b%5C${c}/*/%23{d}\")")
        .contains(
            ".get(\"/a%22b%5C$1/*/%231?q%22%23%7Be%7D=%22%29%3B%20System.exit%281%29%3B%20%23%7Bf")
        .contains("\\\\#{g}")
        .contains("// TODO header X-\\\\u000a.x() \\\\\\\\u000a\n")
        .doesNotContainPattern("(?m)^ *\\.y\\(\\)");
  }

  @Test
  void a_name_with_a_backslash_compiles_in_a_comment() throws IOException {
    Path document =
        file(
            "api.yaml",
            """
            openapi: 3.0.0
            paths:
              /a:
                get:
                  parameters: [{name: 'domain\\user', in: query, required: true}]
                post:
                  requestBody: {content: {'text/\\u000ax': {}}}
            """);

    assertThat(imported(document.toString())).isZero();

    compiles("ImportedTest.java");
    assertThat(Files.readString(folder.resolve("to/ImportedTest.java")))
        .contains("// TODO value of domain\\\\user\n");
  }

  @Test
  void names_of_form_fields_are_no_expressions() throws IOException {
    String schema = "{\"properties\": {\"#{h}\": {\"example\": \"#{i}\"}}}";
    Path three =
        file(
            "three.json",
            "{\"openapi\": \"3.0.0\", \"paths\": {\"/a\": {\"post\": {\"requestBody\": {\"content\":"
                + " {\"application/x-www-form-urlencoded\": {\"schema\": "
                + schema
                + "}}}}}}}");
    Path two =
        file(
            "two.json",
            "{\"swagger\": \"2.0\", \"paths\": {\"/a\": {\"post\": {\"parameters\":"
                + " [{\"name\": \"#{h}\", \"in\": \"formData\", \"example\": \"#{i}\"}]}}}}");

    for (Path document : List.of(three, two)) {
      assertThat(imported(document.toString(), "--writes", "--force")).isZero();

      assertThat(Files.readString(folder.resolve("to/ImportedTest.java")))
          .contains(".formParam(\"\\\\#{h}\", \"\\\\#{i}\")");
    }
  }

  @Test
  void the_first_reference_that_cannot_be_followed_is_told() throws IOException {
    StringBuilder yaml = new StringBuilder("openapi: 3.0.0\npaths:\n");
    for (String other : List.of("z", "c", "x", "a", "k")) {
      yaml.append("  /%s: {get: {parameters: [{$ref: '%s.yaml#/P'}]}}\n".formatted(other, other));
    }

    assertThat(imported(file("r.yaml", yaml.toString()).toString())).isZero();

    assertThat(told()).contains("5 references cannot be resolved, for example z.yaml#/P; bundle");
  }

  @Test
  void operations_after_the_most_that_a_plan_has_are_told() throws IOException {
    StringBuilder yaml = new StringBuilder("openapi: 3.0.0\npaths:\n");
    for (int i = 0; i < 502; i++) {
      yaml.append("  /p%d: {get: {}}\n".formatted(i));
    }

    assertThat(imported(file("many.yaml", yaml.toString()).toString())).isZero();

    assertThat(told()).contains("Left out: 2 operations after the first 500.\n");
  }

  @Test
  void a_packed_document_that_is_cut_off_is_refused() throws IOException {
    StringBuilder yaml = new StringBuilder("openapi: 3.0.0\npaths:\n");
    for (int i = 0; i < 5_000; i++) {
      yaml.append("  /p").append(i * 7_919 % 10_007).append(":\n    get: {}\n");
    }
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(yaml.toString().getBytes(StandardCharsets.UTF_8));
    }
    byte[] bytes = packed.toByteArray();
    // The whole file except its checksum.
    Files.write(folder.resolve("cut.yaml.gz"), Arrays.copyOf(bytes, bytes.length - 4));

    refused(
        folder.resolve("cut.yaml.gz").toString(),
        "FOLDER/cut.yaml.gz is cut off or damaged; get the whole document");
  }

  @Test
  void what_is_no_document_is_refused_and_nothing_is_written() throws IOException {
    refused(
        file("a.yaml", "openapi: 3.0.0\npaths: {\n").toString(),
        "FOLDER/a.yaml is not valid YAML in line 3: expected the node content, but found '<stream end>';"
            + " fix it, or get the whole document");
    refused(
        file("a.json", "{\"openapi\": \"3.0.0\", \"paths\": {").toString(),
        "FOLDER/a.json is not valid JSON from line 1, column 32 on; fix it, or get the whole document");
    refused(
        file("b.json", "{\"openapi\": \"4.0.0\"}").toString(),
        "FOLDER/b.json has OpenAPI version 4.0.0; versions 2 and 3 can be read");
    refused(
        file("deep.json", "{\"openapi\": \"3.0.0\",\n\"x\": " + "[".repeat(1_200)).toString(),
        "FOLDER/deep.json has a text that is too long, or too many nested levels; fix it");
    refused(
        file("c.json", "{\"swagger\": \"2.0\", \"paths\": {}}").toString(),
        "FOLDER/c.json has no paths; write the name of the document that has them");
    refused(
        file("d.yaml", "a: 1\n").toString(),
        "FOLDER/d.yaml is not an OpenAPI document: it has neither openapi nor swagger at its top level",
        "--format",
        "openapi");
    refused(
        file("e.yaml", "openapi: 3.0.0\npaths: &p {/a: *p}\n").toString(),
        "FOLDER/e.yaml has more than 500 levels, perhaps because of an alias to an enclosing node; fix it,"
            + " or get the whole document");
    refused(
        file("f.yaml", "openapi: 3.0.0\nx: " + "[".repeat(100_000)).toString(),
        "FOLDER/f.yaml has too many nested levels; at most 500 can be read; fix it, or get the"
            + " whole document");
  }

  @Test
  void a_body_has_the_media_type_of_the_document() throws IOException {
    Path three =
        file(
            "three.yaml",
            """
            openapi: 3.0.0
            paths:
              /a:
                patch: {requestBody: {content: {Application/merge-patch+json: {example: {a: 1}}}}}
                put: {requestBody: {content: {'*/*': {example: {a: 1}}}}}
                post: {requestBody: {content: {text/csv: {}, application/vnd.api+json: {example: 1}}}}
              /c:
                put: {requestBody: {content: {text/json: {example: 1}, application/json: {example: 2}}}}
            """);
    Path two =
        file(
            "two.yaml",
            """
            swagger: '2.0'
            consumes: [application/xml, application/vnd.shop+json]
            paths:
              /b:
                patch: {consumes: [application/merge-patch+json], parameters: [{in: body, name: b}]}
                put: {parameters: [{in: body, name: b}]}
                post: {consumes: [text/csv], parameters: [{in: body, name: b}]}
                delete: {consumes: [], parameters: [{in: body, name: b}]}
              /d:
                put: {consumes: [text/json, application/json], parameters: [{in: body, name: b}]}
            """);

    assertThat(imported(three.toString(), "--writes")).isZero();
    assertThat(imported(two.toString(), "--writes", "--name", "Two")).isZero();

    String written = flat("ImportedTest.java") + flat("TwoTest.java");
    assertThat(written)
        .contains(".patch(\"/a\").header(\"Content-Type\", \"Application/merge-patch+json\")")
        .contains(".put(\"/a\").header(\"Content-Type\", \"application/json\")")
        .contains(".post(\"/a\").header(\"Content-Type\", \"application/vnd.api+json\")")
        .contains(".patch(\"/b\").header(\"Content-Type\", \"application/merge-patch+json\")")
        .contains(".put(\"/b\").header(\"Content-Type\", \"application/vnd.shop+json\")")
        .contains(".post(\"/b\")// TODO body: text/csv.body(")
        .contains(".delete(\"/b\").header(\"Content-Type\", \"application/json\")")
        .contains(
            ".put(\"/c\").header(\"Content-Type\", \"application/json\").body(StringBody(\"2\"))")
        .contains(".put(\"/d\").header(\"Content-Type\", \"application/json\")");
  }

  /** Returns a simulation without the line breaks of its chains. */
  private String flat(String simulation) throws IOException {
    return Files.readString(folder.resolve("to").resolve(simulation)).replaceAll("\\n\\s+", "");
  }

  @ParameterizedTest
  @CsvSource({
    "localhost:8080/api, /api",
    "localhost:8080, ''",
    "shop.example.com/v1, /v1",
    "10.0.0.7/v1, /v1",
    "../v1, /v1",
    "../../v1/, /v1",
    "./, ''",
    "., ''",
    "v1.0.2/api, /v1.0.2/api",
    "/v1/a:b, /v1/a:b",
    "v1/shop.example, /v1/shop.example"
  })
  void a_server_may_lack_its_scheme(String server, String base) throws IOException {
    String document =
        "openapi: 3.0.0\nservers: [{url: '" + server + "'}]\npaths: {/a: {get: {}}}\n";

    assertThat(imported(file("s.yaml", document).toString())).isZero();

    assertThat(Files.readString(folder.resolve("to/ImportedTest.java")))
        .contains(".get(\"" + base + "/a\")");
  }

  @Test
  void a_base_path_may_lack_its_slash() throws IOException {
    String paths = "paths: {/a: {get: {}}, x-note: {get: {}}}\n";
    for (String base :
        List.of(
            "swagger: '2.0'\nbasePath: v1/\n",
            "swagger: '2.0'\nbasePath: /v1\n",
            "openapi: 3.0.0\nservers: [{url: v1}]\n",
            "openapi: 3.0.0\nservers: [{url: //shop/v1}]\n",
            "openapi: 3.0.0\nservers: [{url: 'https://shop/v1/'}]\n")) {
      assertThat(imported(file("b.yaml", base + paths).toString(), "--force")).isZero();

      assertThat(Files.readString(folder.resolve("to/ImportedTest.java")))
          .as(base)
          .contains(".get(\"/v1/a\")")
          .doesNotContain("note");
    }
  }

  @Test
  void a_document_without_an_operation_is_refused() throws IOException {
    refused(
        file("n.yaml", "openapi: 3.0.0\npaths: {/a: {trace: {}}, x-note: {get: {}}}\n").toString(),
        "FOLDER/n.yaml has no operation (GET, HEAD, POST, PUT, PATCH or DELETE); write the name of the"
            + " document that has them");
  }

  @Test
  void a_schema_is_all_of_its_parts_and_one_alternative() throws IOException {
    Path document =
        file(
            "api.yaml",
            """
            openapi: 3.0.0
            paths:
              /a:
                get:
                  parameters:
                    - {name: status, in: query, required: true, schema: {allOf: [{$ref: '#/components/schemas/Status'}]}}
                    - {name: page, in: query, required: true, schema: {allOf: [{type: integer, default: 3}]}}
                post:
                  requestBody:
                    content:
                      application/json:
                        schema:
                          type: object
                          properties:
                            status: {description: x, allOf: [{$ref: '#/components/schemas/Status'}]}
                put:
                  requestBody:
                    content:
                      application/json:
                        schema:
                          type: object
                          properties: {email: {default: jo}, phone: {default: 7}}
                          anyOf: [{required: [email]}, {required: [phone]}]
                patch:
                  requestBody:
                    content:
                      application/json:
                        schema:
                          properties: {kind: {default: dog}}
                          allOf: [{properties: {name: {default: Rex}, kind: {default: pet}}}, {minProperties: 1}]
                          oneOf: [{not: {required: [x]}}, {properties: {size: {default: 2}}}, {properties: {other: {default: 1}}}]
              /b:
                post: {requestBody: {content: {application/json: {schema: {type: integer, minimum: 5, anyOf: [{multipleOf: 2}, {multipleOf: 5}]}}}}}
                put: {requestBody: {content: {application/json: {schema: {allOf: [{$ref: '#/components/schemas/Cat'}]}}}}}
                patch: {requestBody: {content: {application/json: {schema: {allOf: [{type: string}, {$ref: '#/components/schemas/Status'}]}}}}}
                delete: {requestBody: {content: {application/json: {schema: {type: array, items: {default: 8}, allOf: [{type: array, minItems: 1}]}}}}}
            components:
              schemas:
                Status: {type: string, enum: [NEW, OLD]}
                Pet: {type: object, properties: {name: {default: Tom}}, oneOf: [{$ref: '#/components/schemas/Cat'}]}
                Cat: {allOf: [{$ref: '#/components/schemas/Pet'}, {properties: {lives: {default: 9}}}]}
            """);

    assertThat(imported(document.toString(), "--writes")).isZero();

    String json = ".header(\"Content-Type\", \"application/json\")";
    assertThat(flat("ImportedTest.java"))
        .contains(".get(\"/a?status=#{status}&page=3\")")
        .contains(
            ".post(\"/a\")" + json + ".body(StringBody(\"{\\\"status\\\":\\\"NEW\\\"}\"))",
            ".put(\"/a\")"
                + json
                + ".body(StringBody(\"{\\\"email\\\":\\\"jo\\\",\\\"phone\\\":7}\"))",
            ".patch(\"/a\")"
                + json
                + ".body(StringBody(\"{\\\"name\\\":\\\"Rex\\\",\\\"kind\\\":\\\"dog\\\",\\\"size\\\":2}\"))",
            ".post(\"/b\")" + json + "// TODO body: made from the schema.body(StringBody(\"5\"))",
            ".patch(\"/b\")" + json + ".body(StringBody(\"NEW\"))",
            ".delete(\"/b\")" + json + ".body(StringBody(\"[8]\"))",
            ".body(StringBody(\"{\\\"name\\\":\\\"Tom\\\",\\\"lives\\\":9}\"))");
  }

  @Test
  void a_schema_that_contains_itself_ends_there() throws IOException {
    Path document =
        file(
            "api.yaml",
            """
            openapi: 3.1.0
            paths:
              /a:
                post: {requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Category'}}}}}
                put: {requestBody: {content: {application/json: {schema: {properties: {first: {$ref: '#/components/schemas/Leaf'}, second: {$ref: '#/components/schemas/Leaf'}}}}}}}
            components:
              schemas:
                Leaf: {properties: {a: {default: 1}}}
                Category:
                  required: [id, parent]
                  properties:
                    id: {default: 1}
                    parent: {anyOf: [{$ref: '#/components/schemas/Category'}, {type: 'null'}]}
                    root: {$ref: '#/components/schemas/Category'}
                    children: {type: array, items: {$ref: '#/components/schemas/Category'}}
            """);

    assertThat(imported(document.toString(), "--writes")).isZero();

    assertThat(flat("ImportedTest.java"))
        .contains(
            "StringBody(\"{\\\"id\\\":1,\\\"parent\\\":null,\\\"children\\\":[]}\")",
            "StringBody(\"{\\\"first\\\":{\\\"a\\\":1},\\\"second\\\":{\\\"a\\\":1}}\")");
  }

  @Test
  void a_list_in_a_query_a_header_or_a_form_has_all_its_values() throws IOException {
    Path document =
        file(
            "api.yaml",
            """
            openapi: 3.0.0
            paths:
              /a/{p}:
                get:
                  parameters:
                    - {name: p, in: path, example: [1, a/b]}
                    - {name: repeated, in: query, example: [1, a&b]}
                    - {name: joined, in: query, explode: false, example: [1, 'a,b']}
                    - {name: pipes, in: query, style: pipeDelimited, example: [1, 2]}
                    - {name: several, in: query, examples: {one: {value: [1, 2]}, two: {value: [3]}}}
                    - {name: X-List, in: header, example: [1, 2]}
                post: {requestBody: {content: {application/x-www-form-urlencoded: {schema: {example: {f: [1, 2], none: []}}}}}}
            """);

    assertThat(imported(document.toString(), "--writes")).isZero();

    assertThat(flat("ImportedTest.java"))
        .contains(
            ".get(\"/a/1,a%2Fb?repeated=1&repeated=a%26b&joined=1,a%2Cb&pipes=1%7C2&several=#{several}\")"
                + ".header(\"X-List\", \"1,2\")",
            ".formParam(\"f\", \"1\").formParam(\"f\", \"2\"))");
    assertThat(Files.readString(folder.resolve("to/imported/getAByP.csv")))
        .isEqualTo("several\n1&several=2\n3\n");
  }

  @Test
  void a_list_of_version_2_has_its_own_format() throws IOException {
    Path document =
        file(
            "api.yaml",
            """
            swagger: '2.0'
            paths:
              /a:
                get:
                  parameters:
                    - {name: m, in: query, type: array, collectionFormat: multi, default: [1, 2]}
                    - {name: c, in: query, type: array, x-example: [1, 2]}
                    - {name: p, in: query, type: array, collectionFormat: pipes, x-example: [1, 2]}
                    - {name: r, in: query, required: true, type: array, collectionFormat: multi, items: {type: string}, default: [3, 4]}
            """);

    assertThat(imported(document.toString())).isZero();

    assertThat(flat("ImportedTest.java")).contains(".get(\"/a?c=1,2&p=1%7C2&r=3&r=4\")");
  }

  @Test
  void a_minimum_that_is_not_allowed_itself_is_not_sent() throws IOException {
    Path document =
        file(
            "api.yaml",
            """
            openapi: 3.1.0
            paths:
              /a:
                get:
                  parameters:
                    - {name: a, in: query, required: true, schema: {type: integer, exclusiveMinimum: 5}}
                    - {name: b, in: query, required: true, schema: {type: integer, minimum: 5, exclusiveMinimum: true}}
                    - {name: c, in: query, required: true, schema: {type: integer, minimum: 1.5}}
            """);

    assertThat(imported(document.toString())).isZero();

    assertThat(flat("ImportedTest.java")).contains(".get(\"/a?a=6&b=6&c=2\")");
  }

  @Test
  void an_example_that_is_null_is_none() throws IOException {
    Path document =
        file(
            "api.yaml",
            """
            openapi: 3.0.0
            paths:
              /a:
                get:
                  parameters:
                    - {name: optional, in: query, example: null, schema: {example: null}}
                    - {name: one, in: query, example: null, schema: {example: 1}}
                    - {name: two, in: query, required: true, examples: {none: {value: null}, two: {value: 2}}}
                    - {name: three, in: query, required: true, schema: {enum: [null, 3]}}
                post:
                  requestBody: {content: {application/json: {example: null, schema: {default: 4}}}}
            """);

    assertThat(imported(document.toString(), "--writes")).isZero();

    assertThat(flat("ImportedTest.java"))
        .contains(".get(\"/a?one=1&two=2&three=3\")", ".body(StringBody(\"4\"))")
        .doesNotContain("null", "TODO");
  }

  @Test
  void credentials_are_in_a_cookie_only_where_there_is_no_other_way() throws IOException {
    Path document =
        file(
            "api.yaml",
            """
            openapi: 3.0.0
            paths:
              /both: {get: {security: [{session: []}, {basic: []}]}}
              /cookie: {get: {security: [{session: [], csrf: [], device: []}]}}
              /open: {get: {security: [{}, {basic: []}]}}
              /perhaps: {get: {security: [{session: []}, {}]}}
            components:
              securitySchemes:
                session: {type: apiKey, in: cookie, name: sessionid}
                device: {type: apiKey, in: cookie, name: device}
                csrf: {type: apiKey, in: header, name: X-CSRF}
                basic: {type: http, scheme: basic}
            """);

    assertThat(imported(document.toString())).isZero();

    assertThat(flat("ImportedTest.java"))
        .contains(
            ".get(\"/both\")// TODO header Authorization.header(\"Authorization\", \"Basic TODO\"))",
            ".get(\"/cookie\")// TODO header Cookie"
                + ".header(\"Cookie\", \"sessionid=TODO; device=TODO\")"
                + "// TODO header X-CSRF.header(\"X-CSRF\", \"TODO\"))",
            ".get(\"/open\"))",
            ".get(\"/perhaps\"))");
    compiles("ImportedTest.java");
  }
}
