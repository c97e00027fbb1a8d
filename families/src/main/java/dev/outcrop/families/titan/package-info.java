/** Amazon Titan Text. */
@NullMarked
package dev.outcrop.families.titan;

import org.jspecify.annotations.NullMarked;
