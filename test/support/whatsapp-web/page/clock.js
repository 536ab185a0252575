/** The page's clock, where a test lets it run faster than the machine's. */
const { clock } = window.standin;
if (clock !== null) {
  const RealDate = Date;
  const now = () => clock.from + (RealDate.now() - clock.from) * clock.faster;
  window.Date = class extends RealDate {
    constructor(...given) {
      super(...(given.length === 0 ? [now()] : given));
    }

    static now = now;
  };
}
