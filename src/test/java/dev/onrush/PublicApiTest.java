package dev.onrush;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.doctree.ThrowsTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** The public API is documented: each public type, method and constant has a comment. */
class PublicApiTest {

  private static final Path SOURCES = Path.of("src/main/java/dev/onrush");
  private static final List<String> PACKAGES =
      List.of("", "junit", "dsl", "plan", "threshold", "units", "result", "spi");

  private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

  @Test
  void every_public_type_method_and_constant_is_documented() throws IOException {
    List<Path> files = new ArrayList<>();
    for (String name : PACKAGES) {
      try (Stream<Path> found = Files.list(SOURCES.resolve(name))) {
        found.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
      }
    }

    try (StandardJavaFileManager manager = COMPILER.getStandardFileManager(null, null, null)) {
      assertThat(undocumented(manager.getJavaFileObjectsFromPaths(files))).isEmpty();
    }
    assertThat(files).hasSizeGreaterThan(50);
  }

  @Test
  void what_lacks_a_comment_is_listed() throws IOException {
    String source =
        """
        package sample;

        public record Sample(int size) {
          public static final int MOST = 9;

          /** A size within its range. */
          public Sample {
            if (size > MOST) {
              throw new IllegalArgumentException("size was " + size);
            }
          }

          public int half() {
            return size / 2;
          }

          int hidden() {
            return size;
          }

          /** A kind. */
          public enum Kind {
            /** The first. */
            ONE,
            TWO
          }

          @Override
          public String toString() {
            return "";
          }

          interface Hidden {
            void call();
          }
        }
        """;

    assertThat(undocumented(List.of(file("Sample", source))))
        .containsExactly(
            "Sample has no comment",
            "Sample has no @since",
            "Sample has no @param size",
            "Sample.MOST has no comment",
            "Sample.Sample has no @throws IllegalArgumentException",
            "Sample.half has no comment",
            "Sample.Kind.TWO has no comment");
  }

  @Test
  void a_package_and_a_member_of_an_interface_need_a_comment_too() throws IOException {
    assertThat(
            undocumented(
                List.of(
                    file("package-info", "package sample;"),
                    file(
                        "Shape",
                        """
                        package sample;

                        /**
                         * A shape.
                         *
                         * @since 0.1.0
                         */
                        public interface Shape {
                          double area();

                          record Circle(double radius) implements Shape {
                            @Override
                            public double area() {
                              return radius;
                            }
                          }
                        }
                        """))))
        .containsExactly(
            "package-info has no comment",
            "Shape.area has no comment",
            "Shape.Circle has no comment",
            "Shape.Circle has no @param radius");
  }

  private static JavaFileObject file(String name, String source) {
    return new SimpleJavaFileObject(
        URI.create("string:///sample/" + name + ".java"), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return source;
      }
    };
  }

  /** Parses the sources without compiling them. */
  private static List<String> undocumented(Iterable<? extends JavaFileObject> files)
      throws IOException {
    JavacTask task =
        (JavacTask) COMPILER.getTask(null, null, null, List.of("-proc:none"), null, files);
    Comments comments = new Comments(DocTrees.instance(task));
    for (CompilationUnitTree unit : task.parse()) {
      comments.check(unit);
    }
    return comments.missing;
  }

  private static final class Comments {
    private final List<String> missing = new ArrayList<>();
    private final DocTrees trees;

    Comments(DocTrees trees) {
      this.trees = trees;
    }

    void check(CompilationUnitTree unit) {
      TreePath path = new TreePath(unit);
      if (unit.getPackage() != null && unit.getTypeDecls().isEmpty()) {
        comment(new TreePath(path, unit.getPackage()), "package-info");
      }
      for (Tree type : unit.getTypeDecls()) {
        if (type instanceof ClassTree found
            && found.getModifiers().getFlags().contains(Modifier.PUBLIC)) {
          String name = found.getSimpleName().toString();
          TreePath at = new TreePath(path, found);
          comment(at, name);
          if (tags(at).noneMatch(tag -> tag.getKind() == DocTree.Kind.SINCE)) {
            missing.add(name + " has no @since");
          }
          members(at, found, name);
        }
      }
    }

    private void members(TreePath path, ClassTree type, String name) {
      boolean ofInterface = type.getKind() == Tree.Kind.INTERFACE;
      if (type.getKind() == Tree.Kind.RECORD) {
        components(path, type, name);
      }
      for (Tree member : type.getMembers()) {
        TreePath at = new TreePath(path, member);
        if (member instanceof ClassTree nested && isSeen(nested.getModifiers(), ofInterface)) {
          String nestedName = name + "." + nested.getSimpleName();
          comment(at, nestedName);
          members(at, nested, nestedName);
        } else if (member instanceof MethodTree method
            && isSeen(method.getModifiers(), ofInterface)
            && !isOverriding(method)) {
          method(at, method, type, name);
        } else if (member instanceof VariableTree field
            && isSeen(field.getModifiers(), ofInterface)) {
          comment(at, name + "." + field.getName());
        }
      }
    }

    /** A record's components are private fields without their own comments. */
    private void components(TreePath path, ClassTree type, String name) {
      Set<String> documented =
          tags(path)
              .filter(ParamTree.class::isInstance)
              .map(tag -> ((ParamTree) tag).getName().toString())
              .collect(toSet());
      for (Tree member : type.getMembers()) {
        if (member instanceof VariableTree field
            && !field.getModifiers().getFlags().contains(Modifier.STATIC)
            && !documented.contains(field.getName().toString())) {
          missing.add(name + " has no @param " + field.getName());
        }
      }
    }

    private void method(TreePath path, MethodTree method, ClassTree type, String owner) {
      boolean constructor = method.getReturnType() == null;
      String name = owner + "." + (constructor ? type.getSimpleName() : method.getName());
      comment(path, name);
      String body = String.valueOf(method.getBody());
      boolean refuses =
          body.contains("throw new IllegalArgumentException") || body.contains("Given.");
      if (refuses
          && tags(path)
              .noneMatch(
                  tag ->
                      tag instanceof ThrowsTree thrown
                          && thrown
                              .getExceptionName()
                              .toString()
                              .equals("IllegalArgumentException"))) {
        missing.add(name + " has no @throws IllegalArgumentException");
      }
    }

    private void comment(TreePath path, String name) {
      DocCommentTree comment = trees.getDocCommentTree(path);
      if (comment == null || comment.getFirstSentence().isEmpty()) {
        missing.add(name + " has no comment");
      }
    }

    private Stream<? extends DocTree> tags(TreePath path) {
      DocCommentTree comment = trees.getDocCommentTree(path);
      return comment == null ? Stream.empty() : comment.getBlockTags().stream();
    }

    private static boolean isOverriding(MethodTree method) {
      return method.getModifiers().getAnnotations().stream()
          .anyMatch(annotation -> annotation.getAnnotationType().toString().equals("Override"));
    }

    private static boolean isSeen(ModifiersTree modifiers, boolean ofInterface) {
      Set<Modifier> flags = modifiers.getFlags();
      return flags.contains(Modifier.PUBLIC)
          || flags.contains(Modifier.PROTECTED)
          || (ofInterface && !flags.contains(Modifier.PRIVATE));
    }
  }
}
