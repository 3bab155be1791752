package dev.gitexport.git;

import java.io.IOException;

/// Where the batch API of one source is asked, which may change from one request to the next.
interface LfsEndpoints {

  /// @throws GitException.ContentRefused when there is none that may be asked
  LfsEndpoint current() throws IOException;

  /// Lets nobody wait for an answer any longer, from any thread.
  void abort();

  static LfsEndpoints of(Source source, Access access, Deadline deadline) {
    return switch (source.scheme()) {
      case "https", "http" -> new Fixed(LfsEndpoint.beside(source, access));
      case "ssh" -> new LfsAuthentication(source, access, deadline);
      default ->
          throw new GitException.ContentRefused(
              "LFS objects of %s are not fetched: they come over https, or ssh tells where they are. Use the repository's https or ssh URL, or set lfs: false."
                  .formatted(source.url()),
              null);
    };
  }

  /// One that never changes.
  record Fixed(LfsEndpoint current) implements LfsEndpoints {

    @Override
    public void abort() {}
  }
}
