package dev.gitexport.git;

/// A refspec that git would refuse, and why.
public final class InvalidRefspec extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  InvalidRefspec(String text, String why) {
    super(
        "'%s' is no refspec: %s. Write [+]<source>[:<destination>] or ^<source>"
            .formatted(text, why));
  }
}
