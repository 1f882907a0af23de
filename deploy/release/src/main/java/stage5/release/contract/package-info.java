/** Whether releases of different services can run side by side, by their contracts. */
package stage5.release.contract;
