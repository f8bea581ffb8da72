package dev.onrush.internal.run.origin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RevisionTest {

  private static final String A = "a".repeat(40);
  private static final String B = "b".repeat(40);

  @TempDir Path tree;

  private void file(String name, String text) throws IOException {
    Path file = tree.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private Optional<String> revision() {
    return Revision.of(tree, Map.of());
  }

  @Test
  void a_branch_has_its_own_file() throws IOException {
    file(".git/HEAD", "ref: refs/heads/main\n");
    file(".git/refs/heads/main", A + "\n");

    assertThat(revision()).contains(A);
  }

  @Test
  void a_packed_branch_stands_in_packed_refs() throws IOException {
    file(".git/HEAD", "ref: refs/heads/main\n");
    file(
        ".git/packed-refs",
        "# pack-refs with: peeled fully-peeled sorted\n"
            + (A + " refs/heads/other/refs/heads/main\n")
            + (B + " refs/heads/main\n")
            + ("^" + A + "\n"));

    assertThat(revision()).contains(B);
  }

  @Test
  void a_commit_without_a_branch_stands_in_head() throws IOException {
    file(".git/HEAD", A + "\n");

    assertThat(revision()).contains(A);
  }

  @Test
  void a_worktree_has_its_head_elsewhere_and_its_branches_in_the_common_folder()
      throws IOException {
    file("main/.git/HEAD", "ref: refs/heads/main\n");
    file("main/.git/refs/heads/main", A);
    file("main/.git/refs/heads/topic", B);
    file("main/.git/worktrees/topic/HEAD", "ref: refs/heads/topic\n");
    file("main/.git/worktrees/topic/commondir", "../..\n");
    file("topic/.git", "gitdir: ../main/.git/worktrees/topic\n");
    file("topic/src/x", "");

    assertThat(Revision.of(tree.resolve("topic"), Map.of())).contains(B);
    assertThat(Revision.of(tree.resolve("topic/src"), Map.of())).contains(B);
  }

  @Test
  void what_the_build_server_says_wins() throws IOException {
    file(".git/HEAD", A);

    assertThat(Revision.of(tree, Map.of("GITHUB_SHA", B))).contains(B);
    assertThat(Revision.of(tree, Map.of("GITHUB_SHA", " ", "CI_COMMIT_SHA", B))).contains(B);
  }

  @Test
  void without_a_commit_or_with_damage_there_is_none() throws IOException {
    file(".git/HEAD", "ref: refs/heads/main\n");
    assertThat(revision()).isEmpty();

    file(".git/refs/heads/main", "not a hash");
    assertThat(revision()).isEmpty();

    Files.write(tree.resolve(".git/HEAD"), new byte[] {(byte) 0xff, (byte) 0xfe, 0});
    assertThat(revision()).isEmpty();

    Files.delete(tree.resolve(".git/HEAD"));
    assertThat(revision()).isEmpty();
  }
}
