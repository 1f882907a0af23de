/** Structures in memory with a limited size. */
package stage5.kit.web.memory;
