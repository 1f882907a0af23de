/** Checks by their contracts whether releases of different services can run side by side. */
package stage5.release.contract;
