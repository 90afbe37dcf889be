// Unknown parameters are refused rather than passed through to a query.
export default {
  rest: { defaultLimit: 25, maxLimit: 100, withCount: true },
  documents: { strictParams: true },
};
