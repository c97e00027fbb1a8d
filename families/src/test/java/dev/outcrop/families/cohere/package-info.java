@NullMarked
package dev.outcrop.families.cohere;

import org.jspecify.annotations.NullMarked;
