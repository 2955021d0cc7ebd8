# Draws docs/lemmas/images/search-against-sampling.png from search-against-sampling.py's data.
set datafile separator ","
set terminal pngcairo size 1100,400 font "DejaVu Sans,11" background "white"
set output "docs/lemmas/images/search-against-sampling.png"
file = "docs/lemmas/data/search-against-sampling.csv"
set grid lc rgb "#dddddd"
set logscale x
set format x "%g"
set xlabel "seconds (2 cores)"
set ylabel "smallest margin found (paper scale)"
set key top right samplen 2
set multiplot layout 1,3
do for [d in "5 20 100"] {
  set title "d = ".d
  plot file every ::1 using ($1 == d + 0 ? $4 : NaN):5 with points pt 6 lc rgb "#1b4f9c" title "sampling alone", \
    file every ::1 using ($1 == d + 0 ? $6 : NaN):7 with points pt 7 lc rgb "#c1440e" title "sampling and ascent"
}
unset multiplot
