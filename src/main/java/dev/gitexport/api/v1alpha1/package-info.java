/// The resource as users write it and as its status reads: records with the annotations that the
/// CRD is generated from. No behaviour but defaults. A field is here when it works, never before.
@NullMarked
package dev.gitexport.api.v1alpha1;

import org.jspecify.annotations.NullMarked;
