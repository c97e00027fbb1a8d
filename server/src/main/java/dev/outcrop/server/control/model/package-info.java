/** Operations on what stands for models: profiles, capacity, custom models, deployments, copies, agreements. */
@NullMarked
package dev.outcrop.server.control.model;

import org.jspecify.annotations.NullMarked;
