interface UploadPlugin {
  contentTypes: {
    file: {
      schema: { attributes: Record<string, unknown>; indexes?: { name: string; columns: string[] }[] };
    };
  };
}

const own = (type: string) => ({ type, configurable: false, private: true });

/**
 * Adds to every uploaded file the code of the ministry that it belongs to, set in features/uploads/owner.ts, and its
 * hashes, set in features/uploads/hash-uploads.ts; and the indexes by which files are counted and found.
 */
export default (plugin: UploadPlugin): UploadPlugin => {
  const { schema } = plugin.contentTypes.file;
  schema.attributes.ministry = { type: 'string', configurable: false };
  Object.assign(schema.attributes, {
    sha256: own('string'),
    sha512: own('string'),
    hashedAt: own('biginteger'),
  });
  schema.indexes = [
    ...(schema.indexes ?? []),
    { name: 'upload_files_hash_index', columns: ['hash'] },
    { name: 'upload_files_ministry_index', columns: ['ministry', 'size'] },
  ];
  return plugin;
};
