/**
 * Hits: requests for the links of mails, kept as they came, and who is behind them: a person or a machine.
 *
 * <p>{@link dev.hato.tracking.hit.HitLog} takes hits from the endpoints and writes them, with their verdicts, as events on the
 * contacts' timelines; {@link dev.hato.tracking.hit.HitJudge} decides; {@link dev.hato.tracking.hit.Rejudging} decides
 * again over what was kept. Whoever embeds the library chooses the rules and calls what has to be called.
 */
@NullMarked
package dev.hato.tracking.hit;

import org.jspecify.annotations.NullMarked;
