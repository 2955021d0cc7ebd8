# Draws docs/lemmas/images/search-against-sampling.png from search-against-sampling.py's data.
set datafile separator ","
set terminal pngcairo size 1100,460 font "DejaVu Sans,11" background "white"
set output "docs/lemmas/images/search-against-sampling.png"
file = "docs/lemmas/data/search-against-sampling.csv"
set grid ytics lc rgb "#dddddd"
set logscale x
set xrange [0.3:20]
set logscale y
set yrange [0.45:2]
set ytics (0.5, 0.6, 0.8, 1, 1.5, 2)
set format x "%g"
set xlabel "seconds (2 cores)"
set ylabel "smallest margin found (paper scale)"
set multiplot layout 1,3 margins 0.06,0.99,0.28,0.92 spacing 0.055
do for [d in "5 20 100"] {
  set title "d = ".d
  if (d eq "20") { set key at screen 0.5, screen 0.1 center maxrows 2 samplen 1 width 2 } else { set key off }
  plot file every ::1 using (strcol(1) eq "gaussian" && $2 == d + 0 ? $5 : NaN):6 with points pt 6 ps 1.2 lc rgb "#1b4f9c" \
      title "Gaussian, sampling alone", \
    file every ::1 using (strcol(1) eq "gaussian" && $2 == d + 0 ? $7 : NaN):8 with points pt 7 ps 1.2 lc rgb "#1b4f9c" \
      title "Gaussian, with ascents", \
    file every ::1 using (strcol(1) eq "all" && $2 == d + 0 ? $5 : NaN):6 with points pt 4 ps 1.2 lc rgb "#c1440e" \
      title "all families, sampling alone", \
    file every ::1 using (strcol(1) eq "all" && $2 == d + 0 ? $7 : NaN):8 with points pt 5 ps 1.2 lc rgb "#c1440e" \
      title "all families, with ascents"
}
unset multiplot
