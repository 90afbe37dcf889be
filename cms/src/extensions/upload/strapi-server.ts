interface UploadPlugin {
  contentTypes: { file: { schema: { attributes: Record<string, unknown> } } };
}

/** Adds to every uploaded file the code of the ministry that it belongs to; set in features/uploads/owner.ts. */
export default (plugin: UploadPlugin): UploadPlugin => {
  plugin.contentTypes.file.schema.attributes.ministry = { type: 'string', configurable: false };
  return plugin;
};
