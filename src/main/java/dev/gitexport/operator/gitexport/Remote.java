package dev.gitexport.operator.gitexport;

import dev.gitexport.git.Access;
import dev.gitexport.git.Source;

/// A source and what opens it: who has other credentials, or new ones, does not share a look.
record Remote(Source source, Access access) {}
