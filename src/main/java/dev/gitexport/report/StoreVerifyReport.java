package dev.gitexport.report;

import dev.gitexport.git.Verification;
import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;

/// What is damaged in an object store.
public record StoreVerifyReport(
    boolean sound, List<String> packs, List<String> looseObjects, List<String> refs) {

  public StoreVerifyReport {
    packs = List.copyOf(packs);
    looseObjects = List.copyOf(looseObjects);
    refs = List.copyOf(refs);
  }

  public static StoreVerifyReport of(Verification verification) {
    return new StoreVerifyReport(
        verification.isSound(),
        verification.packs().stream().map(Path::toString).toList(),
        verification.looseObjects().stream().map(ObjectId::name).toList(),
        verification.refs());
  }
}
