package evaluate_test
import ("testing";"strings";"time";"heed/evaluate")
func TestZZ(t *testing.T){
 for _,x:=range []string{strings.Repeat("\t\tx\t0\ty\n",100000), "\t\tx\t0\t"+strings.Repeat("y ",500000)+"\n\t\tx\t0\ty", strings.Repeat("\n",1<<20)} {
 s:=time.Now(); d,err:=evaluate.ReadTagged(strings.NewReader(x),"f","w"); t.Log(time.Since(s),len(d.Test),err!=nil); s=time.Now(); checkInstances(t,d); t.Log(time.Since(s))}
}
