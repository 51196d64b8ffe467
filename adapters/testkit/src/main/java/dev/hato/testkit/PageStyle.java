package dev.hato.testkit;

/** How a rehearsal's page looks, in daylight, in the dark and on paper. */
final class PageStyle {
    static final String CSS = """
            :root { --ink: #1d2521; --soft: #5d6862; --line: #dce2de; --paper: #f7f9f7; --card: #ffffff; --rest: #eef1ee;
                    --mailed: #2a7d58; --done: #2f6fa8; --passed: #8fb3cf; --skipped: #8a8f99; --ended: #7b55b5; --failed: #c2501a; }
            @media (prefers-color-scheme: dark) {
              :root { --ink: #e7ece9; --soft: #a3aea8; --line: #343f39; --paper: #131815; --card: #1b221f; --rest: #242c28;
                      --mailed: #52b788; --done: #5ba3dd; --passed: #4c7391; --skipped: #9299a5; --ended: #b195e3; --failed: #f0884f; } }
            * { box-sizing: border-box; }
            body { margin: 0; padding: 32px 20px 64px; background: var(--paper); color: var(--ink);
                   font: 15px/1.6 "Hiragino Sans", "Noto Sans CJK JP", "Noto Sans JP", "Yu Gothic", system-ui, sans-serif; }
            main { max-width: 1060px; margin: 0 auto; }
            h1 { font-size: 25px; line-height: 1.3; margin: 0 0 4px; overflow-wrap: anywhere; }
            h2 { font-size: 18px; margin: 36px 0 10px; } h3 { font-size: 15px; margin: 20px 0 8px; }
            p { margin: 6px 0; } .soft, caption, dt, small { color: var(--soft); } .soft, small { font-size: 13px; }
            .card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 16px 20px; }
            .wide { overflow-x: auto; } .wide > svg { display: block; width: 100%; min-width: 760px; } .wide > table { min-width: 720px; }
            :focus-visible { outline: 2px solid var(--done); outline-offset: 2px; }
            .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(140px, 1fr)); gap: 12px; margin: 20px 0 0; }
            .tiles .card { display: flex; flex-direction: column-reverse; padding: 12px 16px; }
            dd { margin: 0; font-size: 25px; line-height: 1.3; font-weight: 600; font-variant-numeric: tabular-nums; } dt { font-size: 13px; }
            .legend { display: flex; flex-wrap: wrap; gap: 4px 18px; font-size: 13px; } .legend span { display: inline-flex; align-items: center; gap: 6px; }
            .swatch { width: 14px; height: 14px; flex: none; }
            svg text { fill: var(--ink); font-size: 12px; } svg text.key { font-size: 14px; font-weight: 600; } svg text.soft { fill: var(--soft); font-size: 11.5px; }
            .rule { stroke: var(--line); } .tick { stroke: var(--line); stroke-dasharray: 2 3; } .rest { fill: var(--rest); }
            .k-mailed { fill: var(--mailed); } .k-done { fill: var(--done); } .k-passed { fill: var(--passed); } .k-ended { fill: var(--ended); }
            .k-failed { fill: var(--failed); } rect.k-skipped { fill: url(#hatch); } .k-skipped .hollow { fill: none; stroke: var(--skipped); stroke-width: 2; }
            .k-note { fill: var(--line); } g:hover > rect { opacity: .75; }
            #hatch rect { fill: var(--skipped); opacity: .35; } #hatch path { stroke: var(--skipped); stroke-width: 1.6; }
            .defs { position: absolute; width: 0; height: 0; }
            table { border-collapse: collapse; width: 100%; font-size: 14px; } caption { text-align: left; padding: 0 0 8px; font-size: 14px; }
            th, td { text-align: left; padding: 6px 10px 6px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
            tr:last-child > * { border-bottom: 0; } thead th { color: var(--soft); font-weight: 600; font-size: 13px; white-space: nowrap; }
            tbody th { font-weight: 600; min-width: 7em; overflow-wrap: anywhere; } .n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
            .time { white-space: nowrap; font-variant-numeric: tabular-nums; } .why { font-size: 13px; color: var(--soft); padding-left: 14px; overflow-wrap: anywhere; }
            .share { width: 200px; height: 12px; background: var(--rest); border-radius: 3px; display: block; margin-top: 6px; }
            .ways { list-style: none; margin: 0; padding: 0; display: grid; gap: 10px; } .ways p { margin: 0 0 6px; }
            .chips { display: flex; flex-wrap: wrap; gap: 6px; align-items: center; }
            .chip { display: inline-flex; align-items: center; gap: 5px; border: 1px solid var(--line); border-radius: 14px; padding: 1px 10px 1px 7px;
                    font-size: 14px; overflow-wrap: anywhere; } .chip.end { background: var(--rest); padding-left: 10px; }
            details { margin-top: 8px; } summary { cursor: pointer; color: var(--soft); font-size: 14px; } details table { margin-top: 8px; }
            pre { margin: 0 0 10px; overflow-x: auto; font: 13px/1.6 ui-monospace, "Noto Sans Mono CJK JP", monospace; }
            @media print { body { padding: 0; background: #fff; } .card { break-inside: avoid; } }
            """;

    /** The hatching of what was left out, for those who do not see the colour. */
    static final String PATTERNS = """
            <svg class="defs" aria-hidden="true"><defs><pattern id="hatch" width="4" height="4" patternUnits="userSpaceOnUse"
            ><rect width="4" height="4"/><path d="M-1 1 1-1M0 4 4 0M3 5 5 3"/></pattern></defs></svg>
            """;

    private PageStyle() {}
}
