/**
 * Loaded into a builder before its own code: on SIGUSR2 its clock jumps by CLOCK_JUMP minutes, or
 * without that to the next three o'clock at night in Dhaka (21:00 UTC). It goes on from there as clocks do.
 * It starts CLOCK_AHEAD minutes ahead.
 */
const MINUTE = 60_000;
const NIGHT = 21;
const RealDate = Date;
let ahead = Number(process.env.CLOCK_AHEAD ?? 0) * MINUTE;

globalThis.Date = class extends RealDate {
  constructor(...given: []) {
    // With anything given, it is that moment and not now.
    if (given.length > 0) super(...given);
    else super(RealDate.now() + ahead);
  }

  static override now(): number {
    return RealDate.now() + ahead;
  }
} as DateConstructor;

process.on('SIGUSR2', () => {
  const { CLOCK_JUMP } = process.env;
  ahead += CLOCK_JUMP ? Number(CLOCK_JUMP) * MINUTE : untilNight();
});

function untilNight(): number {
  const night = new RealDate();
  night.setUTCHours(NIGHT, 1, 0, 0);
  // A little less than a day later comes the night that is at least a few hours away.
  while (night.getTime() - RealDate.now() < 3 * 60 * 60 * 1000) night.setUTCDate(night.getUTCDate() + 1);
  return night.getTime() - RealDate.now();
}
