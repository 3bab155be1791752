package dev.gitexport.api.v1alpha1;

/// The forms that the schema holds a value to, as CEL: unlike a pattern a rule says in words what
/// would be right.
final class Rules {

  /// As Flux has it: Go's durations without the units nobody waits for.
  static final String DURATION = "self.matches(r'^([0-9]+(\\.[0-9]+)?(ms|s|m|h))+$')";

  static final String DURATION_FORM = "a duration is written as 30s, 5m or 1h30m";

  /// To follow [#DURATION], which has refused what is none.
  static final String A_SECOND = "!" + DURATION + " || duration(self) >= duration('1s')";

  static final String A_SECOND_FORM = "it is at least 1s";

  static final String MODE = "self.matches('^0?[0-7]{3}$')";

  static final String MODE_FORM = "a mode is three octal digits in quotes, as \"0755\"";

  /// A path that stays below where it starts.
  static final String RELATIVE_PATH = "!self.matches('^$|^/|//|/$|(^|/)[.][.]?(/|$)')";

  static final String RELATIVE_PATH_FORM = "a path is relative, without empty names, '.' and '..'";

  static final String LINK = "self.matches('^[^./][^/]*$') && !(self in ['exports', 'shared'])";

  static final String LINK_FORM =
      "a link is one plain file name without a leading dot, not 'exports' or 'shared'";

  static final String PIN =
      "self.matches('^(|previous|[0-9]{8}T[0-9]{6}Z-[0-9a-f]{7}|[0-9a-f]{4,40})$')";

  static final String PIN_FORM =
      "a pin is an export id, a commit prefix of 4 and more digits, or 'previous'";

  static final String REPOSITORY =
      "self.matches('^(https?|ssh|git|file)://.') || self.matches('^[^@/:]+@[^/:]+:.')";

  static final String REPOSITORY_FORM =
      "a repository is https://host/path, ssh://host/path, git@host:path, or another URL that the"
          + " operator allows";

  static final String NO_CREDENTIALS =
      "!self.matches('^[a-zA-Z0-9+.-]+://[^/]*:[^/]*@') && !self.matches('^https?://[^/]*@')";

  static final String NO_CREDENTIALS_FORM =
      "a repository holds no credentials: everyone who may read the resource would read them";

  static final String NO_QUERY = "!self.matches('[?#[:cntrl:]]')";

  static final String NO_QUERY_FORM =
      "a repository has no query, no fragment and no control characters";

  static final String REFSPECS_STARS = "self.all(spec, !spec.matches('[*][^:]*[*]'))";

  static final String REFSPECS_STARS_FORM = "a refspec has at most one '*' on each side";

  static final String REFSPECS_SIDES =
      "self.all(spec, !spec.matches('^[^*:]*:[^:]*[*]|[*][^:]*:[^*:]+$'))";

  static final String REFSPECS_SIDES_FORM =
      "a refspec has a '*' on both sides or on none: what it stands for needs a place on the other";

  static final String REFSPECS_NEGATIVE = "self.all(spec, !spec.matches('^[\\\\^][^:]*:'))";

  static final String REFSPECS_NEGATIVE_FORM = "a negative refspec has no ':'";

  static final String AGES =
      "!has(self.maxAge) || !has(self.minAge) || duration(self.maxAge) >= duration(self.minAge)";

  static final String AGES_FORM = "maxAge is not shorter than minAge";

  static final String QUANTITY =
      "type(self) == int ? self >= 0 : isQuantity(self) && !quantity(self).isLessThan(quantity('0'))";

  static final String QUANTITY_FORM = "a size is written as 512Mi, 2Gi or a number of bytes";

  /// git-check-ref-format(1).
  static final String BRANCH =
      "!self.matches(r'(^|/)[.]|[.]([.]|lock(/|$)|/|$)|//|^/|/$|[[:cntrl:] ~^:?*\\[\\\\]|@[{]|^@$|^-|^refs/')";

  static final String BRANCH_FORM =
      "a branch is named as git allows, without refs/heads/: no spaces, '..', '~', '^', ':', '?', '*', '[' or '\\'";

  /// A path that stays below where it starts and leads to nothing hidden.
  static final String FOLDER = "!self.matches('(^|/)[.]|^/|//|/$|[[:cntrl:]]')";

  static final String FOLDER_FORM =
      "a path is relative, without empty names and names with a leading dot";

  static final String FOLDER_STAYS =
      "the folder of a resource stays where it is; make another resource for another folder";

  static final String PERSON_NAME =
      "self.matches('^[^<>[:cntrl:]]*[^<>[:cntrl:] ][^<>[:cntrl:]]*$')";

  static final String PERSON_NAME_FORM = "a name is not empty and has no '<', '>' or line breaks";

  static final String EMAIL = "!self.matches('[<>[:cntrl:]]')";

  static final String EMAIL_FORM = "an address has no '<', '>' or line breaks";

  static final String DELETIONS =
      "type(self) == int ? self >= 0 && self <= 999999999"
          + " : self.matches('^([0-9]{1,9}|(100|[0-9]{1,2})%)$')";

  static final String DELETIONS_FORM = "deletions are a count, as 20, or a share, 0% to 100%";

  static final String PUSH_REFSPEC = "self.matches('^([+]?[^+:*][^:*]*:[^:*]+|:[^:*]+)?$')";

  static final String PUSH_REFSPEC_FORM =
      "a refspec to push is BRANCH:REF, +BRANCH:REF to replace what is there, or :REF to delete";

  private Rules() {}
}
