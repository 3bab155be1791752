/// Real repositories, made by git and compared with what git answers.
@NullMarked
package dev.gitexport.git;

import org.jspecify.annotations.NullMarked;
