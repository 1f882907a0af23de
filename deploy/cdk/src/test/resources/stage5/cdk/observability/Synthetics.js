/* A stub of the library that Synthetics provides to canaries: runs the steps and prints their names. */
exports.executeStep = async (name, step) => {
  console.log(`step ${name}`);
  await step();
};
