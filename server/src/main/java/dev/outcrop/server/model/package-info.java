/** What an account has made that stands for models, as the store keeps it and as invocations ask for it. */
@NullMarked
package dev.outcrop.server.model;

import org.jspecify.annotations.NullMarked;
