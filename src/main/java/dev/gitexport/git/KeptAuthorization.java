package dev.gitexport.git;

import java.util.Optional;

/// Credentials whose keeper is told what became of them.
record KeptAuthorization(Credentials.Kept kept) implements Authorization {

  @Override
  public Optional<String> header() {
    return Optional.of(kept.basic().header());
  }

  @Override
  public void accept() {
    kept.keeper().accepted();
  }

  @Override
  public boolean renewAfterRefusal() {
    kept.keeper().refused();
    return false;
  }
}
