package dev.gitexport.failure;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gitexport.export.ExportException;
import dev.gitexport.git.GitException;
import dev.gitexport.git.Push;
import dev.gitexport.sync.SyncException;
import java.io.IOException;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class FailureTest {

  static Stream<Arguments> table() {
    IOException io = new IOException("No space left on device");
    return Stream.of(
        Arguments.of(new InputException.InvalidManifest("m", null), "InvalidManifest"),
        Arguments.of(new GitException.RepositoryUnreachable("m", null), "FetchFailed"),
        Arguments.of(new GitException.TreeishNotFound("m", null), "TreeishNotFound"),
        Arguments.of(new GitException.StoreCorrupt("m", null), "StoreCorrupt"),
        Arguments.of(new ExportException.InvalidRequest("m"), "InvalidSpec"),
        Arguments.of(new ExportException.VolumeFull("m", io), "VolumeFull"),
        Arguments.of(new ExportException.VolumeFailed("m", io), "VolumeFailed"),
        Arguments.of(new ExportException.VerifyFailed("m"), "VerifyFailed"),
        Arguments.of(new ExportException.Locked("m"), "Locked"),
        Arguments.of(new ExportException.UnsafeTree("m", null), "UnsafeTree"),
        Arguments.of(new GitException.AuthenticationFailed("m", null), "AuthenticationFailed"),
        Arguments.of(new GitException.HostKeyRejected("m", null), "HostKeyRejected"),
        Arguments.of(new GitException.VerificationFailed("m", null), "VerificationFailed"),
        Arguments.of(new ExportException.LimitExceeded("m"), "LimitExceeded"),
        Arguments.of(new ExportException.PathNotOwned("m"), "PathNotOwned"),
        Arguments.of(new ExportException.TargetNotEmpty("m"), "TargetNotEmpty"),
        Arguments.of(new ExportException.CurrentNotASymlink("m"), "CurrentNotASymlink"),
        Arguments.of(new ExportException.VolumeUnsuitable("m", null), "VolumeUnsuitable"),
        Arguments.of(new SyncException.Conflicted("m"), "Conflicted"),
        Arguments.of(new SyncException.GuardTripped("m"), "GuardTripped"),
        Arguments.of(new SyncException.LeaseLost("m"), "LeaseLost"),
        Arguments.of(new SyncException.PushRefused(Push.Rule.HOOK, "m"), "PushRefused"),
        Arguments.of(new SyncException.Unpushed("m"), "Unpushed"),
        Arguments.of(new SyncException.FolderNotEmpty("m"), "TargetNotEmpty"),
        Arguments.of(new SyncException.Locked("m", io), "Locked"),
        Arguments.of(new SyncException.FolderFailed("m", io), "VolumeFailed"),
        Arguments.of(new IllegalStateException("m"), "InternalError"));
  }

  @ParameterizedTest
  @MethodSource("table")
  void everyExceptionHasItsReason(RuntimeException thrown, String word) {
    Failure failure = Failure.of(thrown);

    assertThat(failure.reason().word()).isEqualTo(word);
    assertThat(failure.message()).isEqualTo("m");
  }

  @Test
  void anInvalidSpecNamesItsField() {
    InputException.InvalidSpec thrown = new InputException.InvalidSpec("spec.treeish", "m", null);

    assertThat(thrown.field()).isEqualTo("spec.treeish");
    assertThat(Failure.of(thrown).reason()).isEqualTo(Reason.INVALID_SPEC);
    assertThat(Failure.of(thrown).message()).isEqualTo("spec.treeish: m");
  }

  @Test
  void onlyInputWaitsForAChangeOfTheResource() {
    assertThat(Failure.of(new InputException.InvalidSpec("f", "m", null)).recovery())
        .isEqualTo(new Recovery.AwaitChange());
    assertThat(Failure.of(new GitException.RepositoryUnreachable("m", null)).recovery())
        .isEqualTo(new Recovery.Retry());
    assertThat(Failure.of(new ExportException.UnsafeTree("m", null)).recovery())
        .isEqualTo(new Recovery.RetryAtInterval(true));
    assertThat(Failure.of(new ExportException.Locked("m")).recovery())
        .isInstanceOf(Recovery.RetryAfter.class);
  }

  @Test
  void aKnownExceptionIsFoundBelowAnUnknownOne() {
    Failure failure =
        Failure.of(new CompletionException(new ExportException.Locked("somebody works here")));

    assertThat(failure.reason()).isEqualTo(Reason.LOCKED);
    assertThat(failure.message()).isEqualTo("somebody works here");
  }

  @Test
  void aRingOfCausesEnds() {
    IllegalStateException first = new IllegalStateException("first");
    IllegalStateException second = new IllegalStateException("second", first);
    first.initCause(second);

    assertThat(Failure.of(first).message()).isEqualTo("first: second");
  }
}
