/** The app's own colours, light and dark. */
export const tokens = {
  light: {
    surface: '#ffffff',
    sunken: '#f6f7f9',
    ink: '#10182b',
    secondary: '#3f4b5f',
    muted: '#5b6678',
    line: '#e2e6ec',
    hover: '#eceff4',
    link: '#0b5cc4',
    ok: '#1b6637',
    'ok-soft': '#e7f6eb',
    pending: '#7a4300',
    'pending-soft': '#fff2d6',
    danger: '#a61b12',
    'danger-soft': '#fdecea',
    info: '#1b4db3',
    'info-soft': '#e8f0fe',
    'neutral-soft': '#eef1f5',
  },
  dark: {
    surface: '#0f1420',
    sunken: '#171e2e',
    ink: '#e9edf5',
    secondary: '#b8c1d3',
    muted: '#97a3ba',
    line: '#2a3346',
    hover: '#222b3d',
    link: '#7db2ff',
    ok: '#7fdda0',
    'ok-soft': '#12301f',
    pending: '#ffcb7a',
    'pending-soft': '#3a2a0c',
    danger: '#ffa69e',
    'danger-soft': '#3d1714',
    info: '#9cc3ff',
    'info-soft': '#142b52',
    'neutral-soft': '#232c3e',
  },
} as const;

const declare = (theme: Record<string, string>) =>
  Object.entries(theme)
    .map(([name, value]) => `--${name}:${value};`)
    .join('');

/** The one style element of the page. */
export const styles = `
:root{color-scheme:light dark;${declare(tokens.light)}}
@media screen and (prefers-color-scheme:dark){:root{${declare(tokens.dark)}}}
*{box-sizing:border-box}
html{scroll-padding-top:1rem;-webkit-text-size-adjust:100%}
body{margin:0;display:grid;grid-template-columns:17.5rem minmax(0,1fr);background:var(--surface);color:var(--ink);
  font:.875rem/1.5 "Inter Variable",Inter,system-ui,sans-serif}
a{color:var(--link);text-decoration:none}
a:hover,main p a,td a,.answers>li>a{text-decoration:underline;text-underline-offset:2px}
:focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:4px}
main:focus{outline:none}
code,pre{font:.8125rem/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}
p{margin:.25rem 0}
.skip{position:absolute;left:-100rem}
.skip:focus{left:1rem;top:1rem;z-index:1;padding:.5rem 1rem;background:var(--surface);border:1px solid var(--line)}
nav{position:sticky;top:0;height:100vh;overflow-y:auto;padding:1.25rem .75rem 3rem;background:var(--sunken);
  border-right:1px solid var(--line)}
nav ul{list-style:none;margin:0;padding:0}
nav li li a{display:flex;gap:.5rem;align-items:baseline;padding:.25rem .5rem;border-radius:6px;color:var(--secondary)}
nav li li a:hover{background:var(--hover);text-decoration:none}
nav .tag{display:block;margin:1rem .5rem .25rem;font-weight:600;color:var(--ink)}
nav .method{flex:none;width:3.625rem;text-align:center}
.product{margin:0 .5rem;font-size:1rem;font-weight:600}
.product a{color:var(--ink)}
main{padding:2rem clamp(1rem,4vw,3rem) 6rem;max-width:64rem}
header p,section>p{max-width:44rem;color:var(--secondary)}
header p{margin:.75rem 0}
h1{margin:0;font-size:1.875rem;font-weight:600;letter-spacing:-.01em}
h2{margin:3.5rem 0 0;font-size:1.375rem;font-weight:600}
h3{margin:0 0 .5rem;font-size:1.0625rem;font-weight:600}
h3 a{color:inherit}
h4{margin:1.25rem 0 .25rem;font-size:.875rem;font-weight:600}
.operation,.object{margin-top:1.5rem;padding:1.25rem;border:1px solid var(--line);border-radius:8px}
.operation:target,.object:target{border-color:var(--link)}
.call code{font-size:.875rem;overflow-wrap:anywhere}
.method{display:inline-block;padding:0 .375rem;border-radius:4px;font-size:.6875rem;font-weight:600;line-height:1.125rem;
  letter-spacing:.02em}
.get{color:var(--info);background:var(--info-soft)}
.post{color:var(--ok);background:var(--ok-soft)}
.put{color:var(--pending);background:var(--pending-soft)}
.delete{color:var(--danger);background:var(--danger-soft)}
.extension{padding:0 .375rem;border-radius:4px;font-size:.75rem;font-weight:500;color:var(--secondary);
  background:var(--neutral-soft);white-space:nowrap}
.required{font-size:.75rem;font-weight:500;color:var(--danger)}
table{width:100%;margin-top:1.25rem;border-collapse:collapse;table-layout:fixed}
caption{padding-bottom:.375rem;text-align:left;font-weight:600}
th,td{padding:.5rem .75rem .5rem 0;border-top:1px solid var(--line);text-align:left;vertical-align:top;
  font-weight:400;overflow-wrap:anywhere}
thead th{padding-block:.25rem;color:var(--muted);font-size:.75rem;border:0}
th:first-child{width:32%}
th:nth-child(2){width:24%}
td:nth-child(2){color:var(--secondary)}
td p{margin:0}
.within{color:var(--muted)}
.facts{color:var(--muted);font-size:.8125rem}
.answers{margin:0;padding:0;list-style:none}
.answers>li{padding:.25rem 0}
.answers strong{display:inline-block;min-width:2.25rem;font-weight:600}
.good{color:var(--ok)}
.bad{color:var(--danger)}
pre{margin:0;padding:.75rem 1rem;overflow-x:auto;background:var(--sunken);border:1px solid var(--line);border-radius:6px}
@media (max-width:52rem){
  body{display:block}
  nav{position:static;height:auto;padding:1rem;border-right:0;border-bottom:1px solid var(--line)}
  nav>ul{display:flex;flex-wrap:wrap;gap:.25rem .75rem;margin-top:.5rem}
  nav ul ul{display:none}
  nav .tag{margin:0;padding:.25rem 0;font-weight:500;color:var(--link)}
  .product{margin:0}
  .operation,.object{padding:1rem}
}
@media (max-width:36rem){
  thead{display:none}
  table,tbody,tr,th,td,caption{display:block;width:auto}
  tr{padding:.5rem 0;border-top:1px solid var(--line)}
  th,td,th:first-child{width:auto;padding:0;border:0}
}
@media print{
  body{display:block;font-size:10pt}
  nav,.skip{display:none}
  main{max-width:none;padding:0}
  .operation,.object{border:0;padding:0;margin-top:1.5rem}
  h2,h3,h4,caption{break-after:avoid}
  tr,pre{break-inside:avoid}
  pre{white-space:pre-wrap}
}
`;
