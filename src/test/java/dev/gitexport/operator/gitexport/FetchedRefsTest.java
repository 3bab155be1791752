package dev.gitexport.operator.gitexport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitexport.api.v1alpha1.GitExportStatus.RefStatus;
import dev.gitexport.git.FetchedRef;
import dev.gitexport.git.FetchedRef.Update;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class FetchedRefsTest {

  private static final String ID = "0123456789012345678901234567890123456789";

  private static List<FetchedRef> fetched(Update... updates) {
    return Arrays.stream(updates)
        .map(update -> new FetchedRef("main", "refs/heads/" + update, ID, ID, update))
        .toList();
  }

  private static List<String> words(List<RefStatus> refs) {
    return refs.stream().map(RefStatus::update).toList();
  }

  @Test
  void whatChangedReplacesWhatStatusSaid() {
    var before = FetchedRefs.status(fetched(Update.NEW), List.of());

    assertThat(words(FetchedRefs.status(fetched(Update.UPDATED, Update.REJECTED), before)))
        .containsExactly("Updated", "Rejected");
  }

  @Test
  void aFetchThatChangesNothingKeepsItAndForgetsWhatIsNoLongerRejected() {
    var before = FetchedRefs.status(fetched(Update.NEW, Update.REJECTED), List.of());

    assertThat(words(FetchedRefs.status(fetched(Update.UNCHANGED), before))).containsExactly("New");
    assertThat(words(FetchedRefs.status(fetched(Update.REJECTED), before)))
        .containsExactly("New", "Rejected");
  }

  @Test
  void withoutRefspecsThereIsNothingToTell() {
    var before = FetchedRefs.status(fetched(Update.NEW), List.of());

    assertThat(FetchedRefs.status(List.of(), before)).isEmpty();
  }

  @Test
  void eventsNameWhatWasUpdatedAndWhatWasNot() {
    var refs = fetched(Update.FORCED, Update.UNCHANGED, Update.REJECTED);

    assertThat(FetchedRefs.updated(refs)).isEqualTo("Forced refs/heads/FORCED at 0123456");
    assertThat(FetchedRefs.rejected(refs)).isEqualTo("Rejected refs/heads/REJECTED at 0123456");
  }

  @Test
  void aStatusListsAHundredAtMost() {
    Update[] many = IntStream.range(0, 300).mapToObj(_ -> Update.NEW).toArray(Update[]::new);

    assertThat(FetchedRefs.status(fetched(many), List.of())).hasSize(100);
  }
}
