/** Pictures in bodies: read from base64, looked at no further than their headers, and bounded in size and number. */
@NullMarked
package dev.outcrop.families.image;

import org.jspecify.annotations.NullMarked;
