package dev.gitexport.sync;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gitexport.git.RealGit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectInserter;

/// Random edits in two folders on one branch: whatever stood in a folder when it was committed is
/// at the end reachable from a ref, or still in a folder.
final class ModelTest {

  private static final int STEPS = 25;

  private final Set<String> written = new HashSet<>();
  private int serial;

  @Property(tries = 12)
  void nothingThatWasCommittedIsLost(@ForAll long seed, @ForAll OnConflict policy)
      throws IOException {
    written.clear();
    Path directory = Files.createTempDirectory("gitexport-sync");
    Random random = new Random(seed);
    Desk ours = Desk.make(directory);
    List<Desk> desks = List.of(ours, ours.other("theirs"));
    for (Desk desk : desks) {
      desk.settings = desk.settings.withOnConflict(policy);
      desk.released = Set.of(Guard.DELETIONS);
      desk.sync();
    }
    for (int step = 0; step < STEPS; step++) {
      Desk desk = desks.get(random.nextInt(desks.size()));
      edit(desk, "f" + random.nextInt(4), random);
      if (random.nextInt(3) > 0) {
        written.addAll(contents(desk));
        desk.sync();
      }
    }

    assertThat(reachable(desks)).containsAll(written);
    RealGit.Answer check = ours.remote.ask(new byte[0], "fsck", "--strict");
    assertThat(check.code()).as(check.errors()).isZero();
  }

  private void edit(Desk desk, String path, Random random) throws IOException {
    Path file = desk.folder.resolve(path);
    if (Files.exists(file) && random.nextInt(4) == 0) {
      Files.delete(file);
    } else {
      serial++;
      desk.write(path, "content %d%n".formatted(serial));
    }
  }

  private static Set<String> contents(Desk desk) throws IOException {
    Set<String> ids = new HashSet<>();
    try (var files = Files.walk(desk.folder);
        var hash = new ObjectInserter.Formatter()) {
      for (Path file :
          files.filter(f -> Files.isRegularFile(f, LinkOption.NOFOLLOW_LINKS)).toList()) {
        byte[] bytes = Files.readString(file).getBytes(UTF_8);
        ids.add(hash.idFor(Constants.OBJ_BLOB, bytes).name());
      }
    }
    return ids;
  }

  private static Set<String> reachable(List<Desk> desks) throws IOException {
    Set<String> ids = new HashSet<>();
    List<RealGit> repositories = new ArrayList<>(List.of(desks.getFirst().remote));
    for (Desk desk : desks) {
      repositories.add(desk.state);
      ids.addAll(contents(desk));
    }
    for (RealGit repository : repositories) {
      repository
          .run("rev-list", "--objects", "--all")
          .lines()
          .forEach(line -> ids.add(line.substring(0, 40)));
    }
    return ids;
  }
}
