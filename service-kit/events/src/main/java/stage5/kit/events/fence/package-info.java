/**
 * Refuses writes of a process whose region may not write. A shop in one region has no fence: nothing is checked, and no call is
 * made. Start at {@link stage5.kit.events.fence.WriteFence}.
 */
package stage5.kit.events.fence;
