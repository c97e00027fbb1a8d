/** Resources that have one document: profiles, models, capacity, jobs; and which node works on a job. */
@NullMarked
package dev.outcrop.store.resource;

import org.jspecify.annotations.NullMarked;
