package dev.gitexport.git;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevTag;
import org.jspecify.annotations.Nullable;

/// What has to be signed, and by whom, before anything of a source is exported.
///
/// @param mode which objects
/// @param keys whose signatures count
public record SourceVerification(VerifyMode mode, TrustedKeys keys) {

  private static final String SIGN = "Sign it (`git commit -S`, `git tag -s`), or export another";

  /// Checks what a treeish was resolved to.
  ///
  /// @throws GitException.VerificationFailed when a signature is missing, or not a trusted one
  public List<VerifiedSignature> check(
      TreeSource source, Treeish treeish, ResolvedTree tree, Instant now) {
    var verified = new ArrayList<VerifiedSignature>();
    if (mode != VerifyMode.TAG) {
      verified.add(new Check(source, treeish, now).commit(tree.revision()));
    }
    if (mode != VerifyMode.HEAD) {
      verified.add(new Check(source, treeish, now).tag());
    }
    return List.copyOf(verified);
  }

  private final class Check {

    private final TreeSource source;
    private final Treeish treeish;
    private final Instant now;

    private Check(TreeSource source, Treeish treeish, Instant now) {
      this.source = source;
      this.treeish = treeish;
      this.now = now;
    }

    private VerifiedSignature commit(Revision revision) {
      if (!(revision instanceof Revision.OfCommit(_, var id, _))) {
        throw failed("it is a tree, and a tree has no signature", "Name a commit");
      }
      byte[] bytes = bytes(id, Constants.OBJ_COMMIT);
      return verified(
          "commit " + id.name(),
          SignedObject.ofCommit(bytes),
          time(RevCommit.parse(bytes).getCommitterIdent()));
    }

    private VerifiedSignature tag() {
      NamedObject named = source.base(treeish);
      byte[] bytes = bytes(named.id(), Constants.OBJ_TAG);
      RevTag tag = parsed(bytes);
      // A server could show an old release under a new name.
      if (!named.ref().isEmpty() && !named.ref().equals(Constants.R_TAGS + tag.getTagName())) {
        throw failed(
            "%s is the tag '%s' under another name".formatted(named.ref(), tag.getTagName()),
            "Name the tag itself");
      }
      return verified(
          "tag " + tag.getTagName(), SignedObject.ofTag(bytes), time(tag.getTaggerIdent()));
    }

    private RevTag parsed(byte[] bytes) {
      try {
        return RevTag.parse(bytes);
      } catch (IOException e) {
        throw failed("its tag cannot be read", "Run `git fsck` there");
      }
    }

    private VerifiedSignature verified(String what, Optional<SignedObject> object, Instant at) {
      if (object.isEmpty()) {
        throw failed(what + " is not signed", SIGN);
      }
      try {
        return new VerifiedSignature(what, keys.signer(object.get(), at, now));
      } catch (UntrustedSignatureException e) {
        throw failed(what + ": " + e.getMessage(), e.advice());
      }
    }

    private static Instant time(@Nullable PersonIdent person) {
      return person == null ? Instant.EPOCH : person.getWhenAsInstant();
    }

    /// Hashed again: a signature says something of these bytes and no others.
    private byte[] bytes(ObjectId id, int type) {
      try (ObjectReader reader = source.newObjectReader();
          var hash = new ObjectInserter.Formatter()) {
        ObjectLoader loader = reader.open(id);
        byte[] bytes = loader.getCachedBytes();
        if (loader.getType() == type && hash.idFor(type, bytes).equals(id)) {
          return bytes;
        }
      } catch (IOException | RuntimeException e) {
        throw new GitException.StoreCorrupt(
            "Could not verify '%s': object %s cannot be read. Run `git fsck` there."
                .formatted(treeish, id.name()),
            e);
      }
      throw failed(
          "%s is no %s"
              .formatted(id.name(), type == Constants.OBJ_TAG ? "annotated tag" : "commit"),
          "Name one, or choose another mode");
    }

    private GitException.VerificationFailed failed(String why, String advice) {
      return new GitException.VerificationFailed(
          "Could not verify '%s': %s. %s.".formatted(treeish, why, advice), null);
    }
  }
}
