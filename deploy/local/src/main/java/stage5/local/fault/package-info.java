/** Faults that the local cloud injects, and named sets of them. Start at {@link stage5.local.fault.FaultControl}. */
package stage5.local.fault;
