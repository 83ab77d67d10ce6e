import { startParser } from '../../../../tools/engine/parser/start-parser.ts';
import { reservedFlags, findFlag } from '@archon/sizing';
import { model, validation } from '../support/chart.ts';
const p = startParser();
const flags = await p.flags();
const reserved = reservedFlags(model);
const V='0.32.0';
const check=(a:string[])=>validation.catalog.checkExtraArgs(a,V);
const cand=(f:any):string[]=> f.choices?.length? f.choices : ['5','0.5','text','{}','["*"]','{"a":1}','a.b','1k','auto'];
const out:Record<string,string[]>={};
const note=(k:string,v:string)=>((out[k]??=[]).push(v));
for (const f of flags){ const name=f.spellings.find((s:string)=>s.startsWith('--')&&!s.startsWith('--no-')); if(!name) continue;
 if (reserved[name.slice(2)]!==undefined) { note('reserved',name); continue; }
 if (f.nargs===0){ for(const s of f.spellings){ const r=await p.parse(['m',s]); const c=check([s]); if(r.ok!==(c.length===0)) note('bool differs',s+' '+JSON.stringify(r).slice(0,150)+c);
   for (const form of [[s,'true'],[s+'=true']]){ const r=await p.parse(['m',...form]); const c=check(form); if(r.ok!==(c.length===0)) note('bool value',form.join(' ')+' '+r.ok+' '+c);} }
   if(!f.spellings.includes('--no-'+name.slice(2))){const s='--no-'+name.slice(2); const r=await p.parse(['m',s]); const c=check([s]); if(r.ok||!c.length) note('negation',s+r.ok+c);} continue; }
 const good:string[]=[]; for (const v of cand(f)) if((await p.parse(['m',name+'='+v])).ok) good.push(v);
 if(!good.length) { note('no value', name+' '+f.type+' '+JSON.stringify(await p.parse(['m',name+'={}'])).slice(0,200)); continue; }
 for (const v of good.slice(0,2)) for (const s of f.spellings) for (const form of [[`${s}=${v}`],[s,v],[s.replaceAll('-','_').replace(/^__/,'--').replace(/^_/,'-')+'='+v]]) { const r=await p.parse(['m',...form]); const c=check(form); if(r.ok!==(c.length===0)) note('value differs',form.join(' ')+' parser '+r.ok+' '+(r as any).error+' checker '+c); }
 { const form=[name]; const r=await p.parse(['m',...form]); const c=check(form); if(r.ok!==(c.length===0)) note('missing',form+' parser '+r.ok+' '+c);} 
 { const form=[name+'=']; const r=await p.parse(['m',...form]); const c=check(form); if(r.ok!==(c.length===0)) note('empty',form+' parser '+r.ok);} 
 { const form=[name.slice(0,-1)+'='+good[0]]; const r=await p.parse(['m',...form]); const c=check(form); if(r.ok!==(c.length===0)) note('abbrev',form+' '+r.ok);} 
 { const form=[name+'x='+good[0]]; const r=await p.parse(['m',...form]); const c=check(form); if(r.ok!==(c.length===0)) note('unknown',form+' '+r.ok+c);} 
 if (f.choices?.length) { const form=[name+'=no-such-word']; const r=await p.parse(['m',...form]); const c=check(form); if(r.ok!==(c.length===0)) note('choice',form+' '+r.ok);} 
 { const form=[`${name}=${good[0]}`, 'stray']; const r=await p.parse(['m',...form]); const c=check(form); if(r.ok!==(c.length===0)) note('stray',form+' '+r.ok+c);} 
 { const form=[name, good[0]!, good[0]!]; const r=await p.parse(['m',...form]); const c=check(form); if(r.ok!==(c.length===0)) note('two',form+' '+r.ok+c);} 
}
for (const [k,v] of Object.entries(out)) { console.log('##',k,v.length); for (const x of v.slice(0,14)) console.log('   ',x.slice(0,330)); }
await p.end();
