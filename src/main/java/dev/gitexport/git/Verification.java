package dev.gitexport.git;

import java.nio.file.Path;
import java.util.List;
import org.eclipse.jgit.lib.ObjectId;

/// What is damaged in a store.
///
/// @param packs whose bytes or objects are not what they say
/// @param looseObjects likewise
/// @param refs from which an object is missing or damaged, by their names in the store
public record Verification(List<Path> packs, List<ObjectId> looseObjects, List<String> refs) {

  public Verification {
    packs = List.copyOf(packs);
    looseObjects = List.copyOf(looseObjects);
    refs = List.copyOf(refs);
  }

  public boolean isSound() {
    return packs.isEmpty() && looseObjects.isEmpty() && refs.isEmpty();
  }
}
