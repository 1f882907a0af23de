/**
 * Contracts of services as files. {@link stage5.kit.contract.Contract} reads them, {@link
 * stage5.kit.contract.Compatibility} compares two of them.
 */
package stage5.kit.contract;
